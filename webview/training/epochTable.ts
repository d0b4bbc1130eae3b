import { element } from "../shared/element";
import { createTable } from "../shared/table";
import { createCard } from "../shared/card";
import type { EpochResult } from "../run/runView";
import type { PanelContext, Section } from "./section";

/** The epochs in numbers: what the charts show, for whoever reads rather than looks. */
export function createEpochTable({ say, numbers }: PanelContext): Section {
  const title = say("epochTableTitle");
  const { table, caption, body } = createTable("epochs", [
    { title: say("columnEpoch"), isNumber: true },
    { title: say("columnLoss"), isNumber: true },
    { title: say("columnAccuracy"), isNumber: true },
    { title: say("columnCorrect"), isNumber: true },
    { title: say("columnTrainSeconds"), isNumber: true },
    { title: say("columnEvaluateSeconds"), isNumber: true },
  ]);
  caption.textContent = title;
  caption.className = "visually-hidden";
  const scroller = element("div", { class: "scroller", role: "group", "aria-label": title, tabindex: 0 }, table);
  const card = createCard(title, "card-epochs", [], scroller);

  const createRow = (epoch: EpochResult) =>
    element(
      "tr",
      {},
      element("th", { scope: "row", class: "number" }, numbers.count(epoch.epoch)),
      ...[
        numbers.loss(epoch.loss),
        numbers.percent(epoch.accuracy),
        say("correctOfTotal", numbers.count(epoch.correct), numbers.count(epoch.total)),
        numbers.seconds(epoch.trainSeconds),
        numbers.seconds(epoch.evaluateSeconds),
      ].map(text => element("td", { class: "number" }, text)),
    );

  let shown: readonly EpochResult[] = [];
  return {
    element: card,
    update: ({ run }) => {
      const epochs = run?.epochs ?? [];
      card.hidden = epochs.length === 0;
      if (epochs === shown) return;
      const continues = shown.every((epoch, index) => epoch === epochs[index]);
      if (!continues) body.replaceChildren();
      const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 4;
      body.append(...epochs.slice(continues ? shown.length : 0).map(createRow));
      if (isAtEnd) scroller.scrollTop = scroller.scrollHeight;
      shown = epochs;
    },
  };
}
