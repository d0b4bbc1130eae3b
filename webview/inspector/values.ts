import type { ListedTensor } from "../../src/protocol/inspector";
import { createButton, setEnabled } from "../shared/controls";
import { element } from "../shared/element";
import type { InspectorContext } from "./section";
import type { SliceChoice } from "./sliceAxes";
import { createSlicePicker } from "./slicePicker";
import type { TensorPart } from "./tensorDetails";

const ROWS = 16;
const COLUMNS = 10;

/** The numbers themselves, a window at a time, once a person unfolds them. */
export function createValues(context: InspectorContext): TensorPart {
  const { say, numbers, questions } = context;
  const holder = element("div", { class: "scroller" });
  const moves = (["up", "down", "left", "right"] as const).map(direction =>
    createButton(say(direction), "secondary", () => move(direction)),
  );
  const picker = createSlicePicker(context, next => {
    choice = next;
    [row, column] = [0, 0];
    load();
  });
  const tools = element("div", { class: "tool values-tools" }, picker.element, ...moves);
  const details = element(
    "details",
    { class: "card card-wide values" },
    element("summary", {}, say("valuesListTitle")),
    tools,
    holder,
  );
  let takeBack = () => {};
  let tensor: ListedTensor | undefined;
  let tensorIndex = 0;
  let choice: SliceChoice = { rows: undefined, columns: undefined, at: [] };
  let [row, column] = [0, 0];
  const sizeOf = (dimension: number | undefined) => (dimension === undefined ? 1 : tensor!.shape[dimension]!);

  const move = (direction: "up" | "down" | "left" | "right") => {
    if (direction === "up") row = Math.max(0, row - ROWS);
    if (direction === "down") row += ROWS;
    if (direction === "left") column = Math.max(0, column - COLUMNS);
    if (direction === "right") column += COLUMNS;
    load();
  };
  const load = () => {
    takeBack();
    if (!details.open || !tensor) return;
    const [rowSize, columnSize] = [sizeOf(choice.rows), sizeOf(choice.columns)];
    const rowCount = Math.min(ROWS, rowSize - row);
    const columnCount = Math.min(COLUMNS, columnSize - column);
    const isMore = [row > 0, row + rowCount < rowSize, column > 0, column + columnCount < columnSize];
    moves.forEach((button, at) => {
      setEnabled(button, isMore[at]!);
      button.hidden = at < 2 ? rowSize <= ROWS : columnSize <= COLUMNS;
    });
    const axis = (dimension: number | undefined, begin: number, count: number) =>
      dimension === undefined ? undefined : { dimension, begin, count, step: 1 };
    const [rows, columns] = [axis(choice.rows, row, rowCount), axis(choice.columns, column, columnCount)];
    const slice = { at: choice.at, ...(rows && { rows }), ...(columns && { columns }) };
    takeBack = questions.ask({ kind: "slice", tensor: tensorIndex, slice }, answer => {
      if ("fault" in answer) {
        holder.replaceChildren(element("p", { class: "note" }, answer.fault));
        return;
      }
      const heads = Array.from({ length: columnCount }, (_, at) =>
        element("th", { scope: "col", class: "number" }, numbers.plain(column + at)),
      );
      const lines = Array.from({ length: rowCount }, (_, line) =>
        element(
          "tr",
          {},
          element("th", { scope: "row", class: "number" }, numbers.plain(row + line)),
          ...answer.values
            .slice(line * columnCount, (line + 1) * columnCount)
            .map(value => element("td", { class: "number" }, String(value))),
        ),
      );
      holder.replaceChildren(
        element(
          "table",
          { class: "values-table", "aria-label": say("valuesListTitle") },
          element("thead", {}, element("tr", {}, element("td"), ...heads)),
          element("tbody", {}, ...lines),
        ),
      );
    });
  };
  details.addEventListener("toggle", load);

  return {
    element: details,
    show: (next, index) => {
      [tensor, tensorIndex] = [next, index];
      details.hidden = next.elementCount === 0;
      holder.replaceChildren();
      choice = picker.reset(next.shape);
      [row, column] = [0, 0];
      load();
    },
  };
}
