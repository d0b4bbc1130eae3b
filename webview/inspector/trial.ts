import { announcement } from "../run/announcement";
import { createConfusionMatrix } from "../run/confusionMatrix";
import { createFacts } from "../run/facts";
import { createKeyFigures } from "../run/keyFigures";
import { createMistakes } from "../run/mistakes";
import { createNormTable } from "../run/normTable";
import { createNotices } from "../run/notices";
import { createProgress } from "../run/progress";
import { NOTHING_YET, runOnStage, type RunModel } from "../run/runModel";
import type { RunView } from "../run/runView";
import type { RunSection } from "../run/section";
import { createStateControls } from "../run/stateControls";
import { isActive } from "../../src/protocol/panel";
import { createCard } from "../shared/card";
import { createButton } from "../shared/controls";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import type { InspectorContext, Section } from "./section";

/** What the weights do in a class that takes them: an evaluation or gradient norms, from the click to the result. */
export function createTrial(context: InspectorContext): Section {
  const { say, post } = context;
  const title = element("h2", { id: "trial-title" });
  const controls = createStateControls(context);
  const end = createButton(say("endTrial"), "secondary", () => post({ type: "end-trial-clicked" }));
  const head = [createProgress, createNotices, createKeyFigures, createFacts].map(create => create(context));
  const cards = [createConfusionMatrix, createMistakes, createNormsCard].map(create => create(context));
  const parts: readonly RunSection[] = [controls, ...head, ...cards];
  const news = element("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  const section = element(
    "section",
    { class: "trial", "aria-labelledby": "trial-title", hidden: true },
    element("div", { class: "header" }, title, element("div", { class: "actions" }, controls.element, end)),
    ...head.map(part => part.element),
    element("div", { class: "trial-cards" }, ...cards.map(part => part.element)),
  );

  let last: RunModel = NOTHING_YET;
  const announce = (trial: RunModel) => {
    const text = announcement(last, trial, context);
    if (text !== "") news.textContent = text;
    last = trial;
  };
  const show = whenChanged((trial: RunModel) => {
    const run = runOnStage(trial);
    section.hidden = !run;
    announce(trial);
    if (!run) return;
    title.textContent = say(TITLES[run.task], run.modelName);
    end.hidden = isActive(trial.state);
    for (const part of parts) part.update({ state: trial.state, run });
  });
  return { element: element("div", { class: "trial-holder" }, section, news), update: ({ trial }) => show(trial) };
}

const TITLES: Readonly<Record<RunView["task"], "trialEvaluation" | "trialGradients">> = {
  train: "trialEvaluation",
  evaluate: "trialEvaluation",
  gradients: "trialGradients",
};

function createNormsCard(context: InspectorContext): RunSection {
  const table = createNormTable(context);
  const card = createCard(context.say("gradientNormsTitle"), "card-norms", [], table.element);
  return {
    element: card,
    update: stage => {
      card.hidden = (stage.run?.norms.names.length ?? 0) === 0;
      table.update(stage);
    },
  };
}
