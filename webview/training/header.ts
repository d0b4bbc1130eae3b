import type { RunState } from "../../src/protocol/panel";
import { createButton, setEnabled } from "../shared/controls";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import type { RunView } from "./runView";
import type { PanelContext, Section } from "./section";
import { isActive, stateWords } from "./stateWords";

/** The model's name, the state in a word, and the one button that fits it: Stop or Train. */
export function createHeader({ say, post }: PanelContext): Section {
  const name = element("h1");
  const file = element("span", { class: "model-file" });
  const word = element("span", { class: "state" });
  const stop = createButton(say("stop"), "secondary", () => post({ type: "stop-clicked" }));
  const train = createButton(say("trainAgain"), "primary", () => post({ type: "train-clicked" }));
  const header = element(
    "header",
    { class: "header" },
    element("div", { class: "title" }, name, file),
    word,
    element("div", { class: "actions" }, stop, train),
  );

  const showModel = whenChanged((modelName: string | undefined, modelFile: string | undefined) => {
    name.textContent = modelName ?? "";
    file.textContent = modelFile === undefined ? "" : say("modelInFile", modelFile);
  });
  const showState = whenChanged((state: RunState, task: RunView["task"]) => {
    const words = stateWords(state, task);
    word.className = `state state-${words?.tone ?? "quiet"}`;
    word.textContent = words ? say(words.word) : "";
    stop.hidden = !isActive(state);
    stop.textContent = say(state.phase === "stopping" ? "stopping" : "stop");
    setEnabled(stop, state.phase !== "stopping");
    train.hidden = isActive(state);
    train.textContent = say(task === "train" ? "trainAgain" : "train");
  });
  return {
    element: header,
    update: ({ state, run }) => {
      header.hidden = state.phase === "idle" && !run;
      showModel(run?.modelName, run?.modelFile);
      showState(state, run?.task ?? "train");
    },
  };
}
