import type { ComparedTensor, Comparison } from "../../src/protocol/inspector";
import type { InspectorStringKey } from "../../src/protocol/inspectorStrings";
import { createCard } from "../shared/card";
import { createButton } from "../shared/controls";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import { changeOf, sortByChange, type Change } from "./comparisonRows";
import type { InspectorContext, Section } from "./section";
import { VirtualRows } from "./virtualRows";

const WORDS: Readonly<Record<Change, InspectorStringKey>> = {
  changed: "changeChanged",
  same: "changeSame",
  reshaped: "changeReshaped",
  removed: "changeRemoved",
  added: "changeAdded",
  unread: "changeUnread",
};

/** How the file differs from another one, tensor by tensor, the largest change first. */
export function createComparison({ say, numbers, post }: InspectorContext): Section {
  const words = element("p", { role: "status" });
  const columns = [
    "columnName",
    "columnShape",
    "columnChange",
    "columnRelative",
    "columnCosine",
    "columnLargest",
  ] as const;
  const heads = columns.map((key, at) =>
    element("th", { scope: "col", class: at > 2 ? "number" : undefined }, say(key)),
  );
  const body = element("tbody");
  const table = element(
    "table",
    { class: "tensors comparison", "aria-label": say("compareTitle") },
    element("thead", {}, element("tr", {}, ...heads)),
    body,
  );
  const scroller = element("div", { class: "scroller tensor-scroller", tabindex: 0, role: "group" }, table);
  scroller.setAttribute("aria-label", say("compareTitle"));
  const end = createButton(say("endComparison"), "secondary", () => post({ type: "end-comparison-clicked" }));
  const card = createCard(say("compareTitle"), "card-comparison", [end], words, scroller);
  let sorted: readonly ComparedTensor[] = [];

  const shapeOf = ({ before, after }: ComparedTensor) => {
    const write = (side: ComparedTensor["before"]) => (side ? `[${side.shape.join(", ")}]` : "–");
    const isSame = before && after && String(before.shape) === String(after.shape);
    return isSame ? write(before) : `${write(before)} → ${write(after)}`;
  };
  const rows = new VirtualRows(scroller, body, place => {
    const tensor = sorted[place]!;
    const { name, difference, reason } = tensor;
    const change = changeOf(tensor);
    const number = (value: number | string | undefined) =>
      element("td", { class: "number" }, value === undefined ? "" : numbers.significant(Number(value)));
    return element(
      "tr",
      { class: `change-${change}` },
      element("th", { scope: "row", title: name }, element("code", {}, name)),
      element("td", { class: "shape" }, shapeOf(tensor)),
      element("td", { title: reason }, say(WORDS[change])),
      number(difference?.relativeL2),
      number(difference?.cosine),
      number(difference?.largest),
    );
  });

  const show = whenChanged((comparison: Comparison | undefined, fileName: string) => {
    card.hidden = !comparison;
    sorted = comparison?.phase === "done" ? sortByChange(comparison.tensors) : [];
    scroller.hidden = sorted.length === 0;
    rows.show(sorted.length);
    if (!comparison) return;
    const { otherName } = comparison;
    if (comparison.phase === "running") words.textContent = say("comparing", fileName, otherName);
    else if (comparison.phase === "failed") words.textContent = say("compareFailed", otherName, comparison.message);
    else {
      const counted = sorted.filter(tensor => changeOf(tensor) !== "same").length;
      words.textContent = say(
        counted === 0 ? "compareSame" : "compareDone",
        fileName,
        otherName,
        numbers.count(counted),
        numbers.count(sorted.length),
      );
    }
  });
  return { element: card, update: ({ comparison, fileName }) => show(comparison, fileName) };
}
