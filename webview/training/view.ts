import type { PanelToHost } from "../../src/protocol/panel";
import type { PanelTexts } from "../../src/protocol/panelStrings";
import { element } from "../shared/element";
import { createNumberFormats } from "../shared/numberFormats";
import { createSay } from "../shared/say";
import { announcement } from "../run/announcement";
import { createConfusionMatrix } from "../run/confusionMatrix";
import { createEmptyState } from "./emptyState";
import { createAccuracyPerEpoch, createLossPerEpoch } from "./epochCharts";
import { createEpochTable } from "./epochTable";
import { createFacts } from "../run/facts";
import { createGradientNorms } from "./gradientNorms";
import { createHeader } from "./header";
import { createKeyFigures } from "../run/keyFigures";
import { createLossPerIteration } from "./lossPerIteration";
import { createMistakes } from "../run/mistakes";
import { createNotices } from "../run/notices";
import { runOnStage, type RunModel } from "../run/runModel";
import { createProgress } from "../run/progress";
import { createRunDetails } from "./runDetails";
import type { PanelContext, Section } from "./section";
import type { ViewSettingsStore } from "./viewSettings";
import { createWeights } from "./weights";

export interface View {
  readonly element: HTMLElement;
  draw(model: RunModel): void;
  /** Tells a screen reader what is new in `after`. */
  announce(before: RunModel, after: RunModel): void;
}

/** The whole page; `redraw` asks for a frame when a person chose to see something else. */
export function createView(
  { locale, strings }: PanelTexts,
  settings: ViewSettingsStore,
  post: (message: PanelToHost) => void,
  redraw: () => void,
): View {
  const context: PanelContext = {
    say: createSay(strings),
    numbers: createNumberFormats(locale),
    settings,
    post,
    redraw,
  };
  const head = [createHeader, createProgress, createNotices, createFacts, createKeyFigures, createWeights];
  const curves = [createLossPerIteration, createLossPerEpoch, createAccuracyPerEpoch].map(create => create(context));
  const cards = [createEpochTable, createConfusionMatrix, createMistakes, createGradientNorms, createRunDetails];
  const top = head.map(create => create(context));
  const bottom = cards.map(create => create(context));
  const empty = createEmptyState(context);
  const all: readonly Section[] = [empty, ...top, ...curves, ...bottom];
  const grid = element("div", { class: "cards" }, ...[...curves, ...bottom].map(section => section.element));
  const news = element("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });

  const main = element(
    "main",
    { class: "panel", hidden: true },
    empty.element,
    ...top.map(part => part.element),
    grid,
    news,
  );

  return {
    element: main,
    draw: model => {
      main.hidden = false;
      const run = runOnStage(model);
      grid.hidden = !run?.started;
      for (const curve of curves) curve.element.hidden = run?.task !== "train";
      for (const section of all) section.update({ state: model.state, run });
    },
    announce: (before, after) => {
      const text = announcement(before, after, context);
      if (text !== "") news.textContent = text;
    },
  };
}
