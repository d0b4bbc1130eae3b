import type { RunEvent, RunTask } from "./trainer";

/** How a run ended. `interrupted`: the window closed or the trainer died under it. */
export type RunOutcome = "completed" | "stopped" | "failed" | "interrupted";

/** Where the one current run stands. Moved by one pure function in the host; the panel only shows it. */
export type RunState =
  | { readonly phase: "idle" }
  | { readonly phase: "starting"; readonly runId: string }
  | { readonly phase: "preparing"; readonly runId: string }
  | { readonly phase: "training"; readonly runId: string }
  | { readonly phase: "stopping"; readonly runId: string }
  | {
      readonly phase: "ended";
      readonly runId: string;
      readonly outcome: RunOutcome;
      readonly message?: string;
      readonly hint?: string;
    };

/** Whether a run is under way, so that one can stop it and not start another. */
export function isActive(state: RunState): state is Exclude<RunState, { phase: "idle" | "ended" }> {
  return state.phase !== "idle" && state.phase !== "ended";
}

/** A run as it is stored and shown: what was asked for, and all that was reported so far, in order. */
export interface RunRecord {
  readonly runId: string;
  readonly task: RunTask;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly modelName: string;
  /** The file that the class stands in, as a person would name it; absent for the tutorial's Net. */
  readonly modelFile?: string;
  readonly events: readonly RunEvent[];
}

/** How a page follows a run. */
export type RunMessage =
  /** Everything, after `panel-ready` and whenever another run takes the stage. */
  | { readonly type: "show-run"; readonly state: RunState; readonly run?: RunRecord }
  /** What was reported since the last message, for the run on show. */
  | { readonly type: "events-appended"; readonly runId: string; readonly events: readonly RunEvent[] }
  | { readonly type: "state-changed"; readonly state: RunState };

/** The host -> the training panel. */
export type HostToPanel = RunMessage;

export type PanelToHost =
  | { readonly type: "panel-ready" }
  | { readonly type: "train-clicked" }
  | { readonly type: "stop-clicked" }
  | { readonly type: "inspect-weights-clicked" }
  | { readonly type: "reveal-weights-clicked" }
  | { readonly type: "export-weights-clicked" }
  | { readonly type: "show-log-clicked" };
