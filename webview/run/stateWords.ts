import type { RunState } from "../../src/protocol/panel";
import type { RunStringKey } from "../../src/protocol/runStrings";
import type { RunTask } from "../../src/protocol/trainer";

/** How a state looks beside its word. */
export type Tone = "quiet" | "busy" | "good" | "warning" | "bad";

const WORKING: Readonly<Record<RunTask, RunStringKey>> = {
  train: "stateTraining",
  evaluate: "stateEvaluating",
  gradients: "stateMeasuring",
};
const DONE: Readonly<Record<RunTask, RunStringKey>> = {
  train: "stateTrained",
  evaluate: "stateEvaluated",
  gradients: "stateMeasured",
};

/** The word and the tone for a state of a run with `task`; none when nothing runs or ran. */
export function stateWords(state: RunState, task: RunTask): { word: RunStringKey; tone: Tone } | undefined {
  switch (state.phase) {
    case "idle":
      return undefined;
    case "starting":
      return { word: "stateStarting", tone: "busy" };
    case "preparing":
      return { word: "statePreparing", tone: "busy" };
    case "training":
      return { word: WORKING[task], tone: "busy" };
    case "stopping":
      return { word: "stateStopping", tone: "quiet" };
    case "ended":
      return {
        completed: { word: DONE[task], tone: "good" as const },
        stopped: { word: "stateStopped" as const, tone: "warning" as const },
        failed: { word: "stateFailed" as const, tone: "bad" as const },
        interrupted: { word: "stateInterrupted" as const, tone: "warning" as const },
      }[state.outcome];
  }
}
