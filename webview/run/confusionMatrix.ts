import type { Evaluated } from "../../src/protocol/trainer";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import { createCard } from "../shared/card";
import { fromWire } from "../shared/fromWire";
import { heatLevels } from "./heatLevels";
import type { RunContext, RunSection } from "./section";

/** Which classes are taken for which: rows are the true classes, columns what the network said. */
export function createConfusionMatrix({ say, numbers }: RunContext): RunSection {
  const title = say("confusionTitle");
  const summary = element("p", { class: "note" });
  const holder = element("div");
  const card = createCard(title, "card-confusion", [], summary, holder);

  const createRow = (evaluated: Evaluated, heat: readonly (readonly number[])[], row: number) => {
    const counts = evaluated.confusion[row] ?? [];
    const cells = counts.map((count, column) => {
      const kind = row === column ? "right" : "wrong";
      const title = say("confusionCell", numbers.count(count), numbers.plain(row), numbers.plain(column));
      const level = heat[row]?.[column] ?? 0;
      return element("td", { class: `cell ${kind}-${level}`, title }, numbers.plain(count));
    });
    const accuracy = numbers.percent(fromWire(evaluated.perClass[row] ?? "NaN"));
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, numbers.plain(row)),
      ...cells,
      element("td", { class: "class-accuracy" }, accuracy),
    );
  };

  const createMatrix = (evaluated: Evaluated) => {
    const classes = evaluated.confusion.map((_, index) => numbers.plain(index));
    const heat = heatLevels(evaluated.confusion);
    return element(
      "table",
      { class: "confusion" },
      element("caption", {}, say("confusionAxes")),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("td"),
          element("th", { scope: "colgroup", colspan: classes.length }, say("confusionPredicted")),
          element("td", { class: "class-accuracy" }),
        ),
        element(
          "tr",
          {},
          element("th", { scope: "col" }, say("confusionTrue")),
          ...classes.map(name => element("th", { scope: "col" }, name)),
          element("th", { scope: "col", class: "class-accuracy" }, say("columnClassAccuracy")),
        ),
      ),
      element("tbody", {}, ...classes.map((_, row) => createRow(evaluated, heat, row))),
    );
  };

  const show = whenChanged((evaluated: Evaluated | undefined) => {
    card.hidden = !evaluated;
    holder.replaceChildren();
    if (!evaluated) return;
    summary.textContent = say(
      "confusionSummary",
      numbers.count(evaluated.correct),
      numbers.count(evaluated.total),
      numbers.percent(evaluated.accuracy),
      numbers.loss(fromWire(evaluated.loss)),
    );
    holder.append(createMatrix(evaluated));
  });
  return { element: card, update: ({ run }) => show(run?.evaluated) };
}
