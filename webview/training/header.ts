import { isActive, type RunState } from "../../src/protocol/panel";
import type { RunView } from "../run/runView";
import { createStateControls } from "../run/stateControls";
import { createButton } from "../shared/controls";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import type { PanelContext, Section } from "./section";

/** The model's name, the state in a word, and the one button that fits it: Stop or Train. */
export function createHeader(context: PanelContext): Section {
  const { say, post } = context;
  const name = element("h1");
  const file = element("span", { class: "model-file" });
  const controls = createStateControls(context);
  const train = createButton(say("trainAgain"), "primary", () => post({ type: "train-clicked" }));
  const header = element(
    "header",
    { class: "header" },
    element("div", { class: "title" }, name, file),
    controls.element,
    element("div", { class: "actions" }, train),
  );

  const showModel = whenChanged((modelName: string | undefined, modelFile: string | undefined) => {
    name.textContent = modelName ?? "";
    file.textContent = modelFile === undefined ? "" : say("modelInFile", modelFile);
  });
  const showTrain = whenChanged((state: RunState, task: RunView["task"]) => {
    train.hidden = isActive(state);
    train.textContent = say(task === "train" ? "trainAgain" : "train");
  });
  return {
    element: header,
    update: stage => {
      const { state, run } = stage;
      header.hidden = state.phase === "idle" && !run;
      showModel(run?.modelName, run?.modelFile);
      controls.update(stage);
      showTrain(state, run?.task ?? "train");
    },
  };
}
