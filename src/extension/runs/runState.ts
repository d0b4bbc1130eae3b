import { isActive, type RunOutcome, type RunState } from "../../protocol/panel";
import type { RunEvent } from "../../protocol/trainer";

/** What moves a run besides the trainer's own reports. */
export type HostSignal =
  | { readonly type: "run-requested"; readonly runId: string }
  | { readonly type: "run-accepted"; readonly runId: string }
  | { readonly type: "stop-requested"; readonly runId: string }
  | {
      readonly type: "trainer-lost";
      readonly runId: string;
      readonly outcome: RunOutcome;
      readonly message?: string;
      readonly hint?: string;
    };

/** Where the run stands after `signal`. Late words of an old run, and words after the end, change nothing. */
export function advance(state: RunState, signal: RunEvent | HostSignal): RunState {
  const { runId } = signal;
  if (signal.type === "run-requested") return isActive(state) ? state : { phase: "starting", runId };
  if (!isActive(state) || state.runId !== runId) return state;
  const unlessStopping = (next: RunState) => (state.phase === "stopping" ? state : next);
  switch (signal.type) {
    case "run-accepted":
      return unlessStopping({ phase: "preparing", runId });
    case "run-started":
      return unlessStopping({ phase: "training", runId });
    case "stop-requested":
      return { phase: "stopping", runId };
    case "data-progressed":
    case "steps-measured":
    case "gradients-measured":
    case "epoch-finished":
    case "engine-changed":
    case "evaluation-progressed":
    case "evaluated":
      return state;
    case "run-finished":
      return { phase: "ended", runId, outcome: signal.outcome };
    case "run-failed":
      return { phase: "ended", runId, outcome: "failed", ...explanation(signal) };
    case "trainer-lost":
      return { phase: "ended", runId, outcome: signal.outcome, ...explanation(signal) };
    default:
      return signal satisfies never;
  }
}

function explanation({ message, hint }: { readonly message?: string; readonly hint?: string }) {
  return { ...(message !== undefined && { message }), ...(hint !== undefined && { hint }) };
}
