import type { RunRecord } from "../../src/protocol/panel";
import type {
  DataProgressed,
  EpochFinished,
  Evaluated,
  EvaluationProgressed,
  GradientsMeasured,
  RunEvent,
  RunFailed,
  RunFinished,
  RunStarted,
} from "../../src/protocol/trainer";
import { fromWire } from "../shared/fromWire";
import { GrowingSeries } from "./growingSeries";
import { addNorms, NO_NORMS, type NormHistory } from "./normHistory";

/** One row of the table of epochs. */
export interface EpochResult extends Pick<
  EpochFinished,
  "epoch" | "epochs" | "accuracy" | "correct" | "total" | "trainSeconds" | "evaluateSeconds"
> {
  readonly loss: number;
}

/** All that the page knows of a run: a value, moved by `reduceRun` alone. */
export interface RunView extends Omit<RunRecord, "events"> {
  readonly download?: DataProgressed;
  readonly started?: RunStarted;
  /** The loss of step n at index n - 1. */
  readonly losses: GrowingSeries;
  readonly norms: NormHistory;
  /** The norms that were measured last. */
  readonly measured?: GradientsMeasured;
  readonly epochs: readonly EpochResult[];
  /** How far an evaluation is, where it takes a while. */
  readonly evaluating?: EvaluationProgressed;
  readonly evaluated?: Evaluated;
  readonly finished?: RunFinished;
  readonly failed?: RunFailed;
}

/** The view of a run after one more event. */
export function reduceRun(view: RunView, event: RunEvent): RunView {
  switch (event.type) {
    case "data-progressed":
      return { ...view, download: event };
    case "run-started":
      return { ...view, started: event };
    case "engine-changed": {
      if (!view.started) return view;
      const { engine, device, lost, reason } = event;
      const skipped = [...view.started.skipped, { engine: lost, reason }];
      return { ...view, started: { ...view.started, engine, device, skipped } };
    }
    case "steps-measured":
      return { ...view, losses: view.losses.append(event.losses.map(fromWire)) };
    case "gradients-measured":
      return { ...view, norms: addNorms(view.norms, event.step, event.norms), measured: event };
    case "epoch-finished": {
      // An epoch's end flushes its losses first, so their number is the step of its last batch.
      const norms = addNorms(view.norms, view.losses.length, event.gradientNorms);
      return { ...view, norms, epochs: [...view.epochs, { ...event, loss: fromWire(event.loss) }] };
    }
    case "evaluation-progressed":
      return { ...view, evaluating: event };
    case "evaluated":
      return { ...view, evaluated: event };
    case "run-finished":
      return { ...view, finished: event };
    case "run-failed":
      return { ...view, failed: event };
    default:
      event satisfies never; // an event of a newer trainer changes nothing here
      return view;
  }
}

/** The view of a run as it is stored. */
export function replayRun({ events, ...run }: RunRecord): RunView {
  const nothing: RunView = { ...run, losses: GrowingSeries.EMPTY, norms: NO_NORMS, epochs: [] };
  return events.reduce(reduceRun, nothing);
}
