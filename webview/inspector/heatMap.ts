import type { ListedTensor } from "../../src/protocol/inspector";
import { createCard } from "../shared/card";
import { element, setAttribute } from "../shared/element";
import { onThemeChanged } from "../shared/theme";
import { boundOf, paintValues } from "./heatColors";
import type { InspectorContext } from "./section";
import { spreadAxis, type SliceChoice } from "./sliceAxes";
import { createSlicePicker } from "./slicePicker";
import type { TensorPart } from "./tensorDetails";

const MAX_ROWS = 256;
const MAX_COLUMNS = 1024;
/** Cells of small slices are drawn larger, up to this. */
const MAX_CELL_PIXELS = 24;
const TARGET_WIDTH = 560;

interface Drawn {
  readonly values: readonly number[];
  readonly rows: { readonly count: number; readonly step: number };
  readonly columns: { readonly count: number; readonly step: number };
}

/** A slice of two dimensions in colours. Pointer or arrow keys tell the value under them. */
export function createHeatMap(context: InspectorContext): TensorPart {
  const { say, numbers, questions } = context;
  const canvas = element("canvas", { class: "heat-map", role: "img", tabindex: 0 });
  const readout = element("p", { class: "note readout", "aria-live": "polite" });
  const legend = element("p", { class: "note" });
  const picker = createSlicePicker(context, choice => load(choice));
  const frame = element("div", { class: "heat-frame" }, canvas);
  const card = createCard(say("heatMapTitle"), "card-heat", [], picker.element, frame, readout, legend);
  let takeBack = () => {};
  let tensor: ListedTensor | undefined;
  let tensorIndex = 0;
  let drawn: Drawn | undefined;
  let cell = { row: 0, column: 0 };

  const paint = () => {
    if (!drawn) return;
    const { values, columns, rows } = drawn;
    const bound = boundOf(values);
    paintValues(canvas, values, columns.count, bound);
    const size = Math.max(1, Math.min(MAX_CELL_PIXELS, Math.floor(TARGET_WIDTH / columns.count)));
    canvas.style.width = `${columns.count * size}px`;
    setAttribute(
      canvas,
      "aria-label",
      say("heatMapLabel", numbers.count(rows.count), numbers.count(columns.count), numbers.significant(bound)),
    );
    const isSampled = rows.step > 1 || columns.step > 1;
    const scale = say("heatMapLegend", numbers.significant(bound));
    const sampled = say("heatMapSampled", numbers.plain(rows.step), numbers.plain(columns.step));
    legend.textContent = isSampled ? `${scale} ${sampled}` : scale;
  };
  const load = ({ rows, columns, at }: SliceChoice) => {
    takeBack();
    const { shape } = tensor!;
    const rowAxis = rows === undefined ? undefined : spreadAxis(rows, shape[rows]!, MAX_ROWS);
    const columnAxis = columns === undefined ? undefined : spreadAxis(columns, shape[columns]!, MAX_COLUMNS);
    const slice = { at, ...(rowAxis && { rows: rowAxis }), ...(columnAxis && { columns: columnAxis }) };
    takeBack = questions.ask({ kind: "slice", tensor: tensorIndex, slice }, answer => {
      if ("fault" in answer) {
        card.hidden = true;
        return;
      }
      const one = { count: 1, step: 1 };
      drawn = { values: answer.values.map(Number), rows: rowAxis ?? one, columns: columnAxis ?? one };
      cell = { row: 0, column: 0 };
      readout.textContent = say("heatMapHint");
      paint();
    });
  };
  const tell = (row: number, column: number) => {
    if (!drawn) return;
    const { rows, columns, values } = drawn;
    cell = { row: within(row, rows.count), column: within(column, columns.count) };
    const value = values[cell.row * columns.count + cell.column]!;
    const place = [numbers.plain(cell.row * rows.step), numbers.plain(cell.column * columns.step)] as const;
    readout.textContent = say("heatMapValue", ...place, numbers.significant(value));
  };
  canvas.addEventListener("pointermove", ({ offsetX, offsetY }) => {
    if (!drawn) return;
    const { clientWidth, clientHeight } = canvas;
    tell(
      Math.floor((offsetY / clientHeight) * drawn.rows.count),
      Math.floor((offsetX / clientWidth) * drawn.columns.count),
    );
  });
  canvas.addEventListener("keydown", event => {
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    tell(cell.row + move[0], cell.column + move[1]);
  });
  onThemeChanged(paint);

  return {
    element: card,
    show: (next, index) => {
      takeBack();
      [tensor, tensorIndex, drawn] = [next, index, undefined];
      card.hidden = next.elementCount < 2;
      if (!card.hidden) load(picker.reset(next.shape));
    },
  };
}

const within = (place: number, count: number) => Math.min(count - 1, Math.max(0, place));
