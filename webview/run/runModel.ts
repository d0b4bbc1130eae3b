import type { RunMessage, RunState } from "../../src/protocol/panel";
import { reduceRun, replayRun, type RunView } from "./runView";

/** What the panel shows: where things stand, and the run on stage. */
export interface RunModel {
  readonly state: RunState;
  readonly run?: RunView;
}

export const NOTHING_YET: RunModel = { state: { phase: "idle" } };

/** The model after one more message of the host; events of another run than the one on stage change nothing. */
export function reduceRunModel(model: RunModel, message: RunMessage): RunModel {
  switch (message.type) {
    case "show-run":
      return { state: message.state, ...(message.run && { run: replayRun(message.run) }) };
    case "events-appended":
      if (model.run?.runId !== message.runId) return model;
      return { ...model, run: message.events.reduce(reduceRun, model.run) };
    case "state-changed":
      return { ...model, state: message.state };
    default:
      message satisfies never; // a message of a newer host changes nothing here
      return model;
  }
}

/** The run on stage, unless the state already speaks of the next one: old curves do not stand under a new state. */
export function runOnStage({ state, run }: RunModel): RunView | undefined {
  return state.phase === "idle" || state.runId === run?.runId ? run : undefined;
}
