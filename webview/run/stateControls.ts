import { isActive, type RunState } from "../../src/protocol/panel";
import { createButton, setEnabled } from "../shared/controls";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import type { RunView } from "./runView";
import type { RunContext, RunSection } from "./section";
import { stateWords } from "./stateWords";

/** The state of a run in a word, and the button that stops it while it is under way. */
export function createStateControls({ say, post }: RunContext): RunSection {
  const word = element("span", { class: "state" });
  const stop = createButton(say("stop"), "secondary", () => post({ type: "stop-clicked" }));
  const show = whenChanged((state: RunState, task: RunView["task"]) => {
    const words = stateWords(state, task);
    word.className = `state state-${words?.tone ?? "quiet"}`;
    word.textContent = words ? say(words.word) : "";
    stop.hidden = !isActive(state);
    stop.textContent = say(state.phase === "stopping" ? "stopping" : "stop");
    setEnabled(stop, state.phase !== "stopping");
  });
  return {
    element: element("div", { class: "state-controls" }, word, stop),
    update: ({ state, run }) => show(state, run?.task ?? "train"),
  };
}
