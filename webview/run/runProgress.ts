import type { RunStarted } from "../../src/protocol/trainer";
import type { RunView } from "./runView";

/** Where a training run stands; epochs and steps count from 1, and from 0 before the first. */
export interface RunProgress {
  readonly step: number;
  readonly totalSteps: number;
  readonly epoch: number;
  readonly epochs: number;
  /** All batches of the epoch are done and its accuracy is being measured. */
  readonly isEvaluating: boolean;
}

/** Batches of one epoch. */
export function stepsPerEpoch({ settings, dataset }: RunStarted): number {
  const samples = Math.min(settings.limit ?? Infinity, dataset.trainCount);
  const batches = samples / settings.batchSize;
  return Math.max(1, settings.dropLast ? Math.floor(batches) : Math.ceil(batches));
}

/** The progress of a run that has started. */
export function runProgress(run: RunView, started: RunStarted): RunProgress {
  const step = run.losses.length;
  const { totalSteps, settings } = started;
  const finished = run.epochs.length;
  const reached = Math.min(stepsPerEpoch(started) * (finished + 1), totalSteps);
  return {
    step,
    totalSteps,
    epoch: Math.min(finished + 1, settings.epochs),
    epochs: settings.epochs,
    isEvaluating: finished < settings.epochs && step > 0 && step >= reached,
  };
}

/**
 * Seconds until the run ends, from the time that its last epoch took, or before one has ended from `secondsPerStep`
 * as it was observed. Undefined while nothing is known.
 */
export function secondsLeft(run: RunView, started: RunStarted, secondsPerStep: number | undefined): number | undefined {
  const perEpoch = stepsPerEpoch(started);
  const last = run.epochs.at(-1);
  const perStep = last ? last.trainSeconds / perEpoch : secondsPerStep;
  if (perStep === undefined || !Number.isFinite(perStep)) return undefined;
  const epochsLeft = Math.max(0, Math.ceil(started.totalSteps / perEpoch) - run.epochs.length);
  const stepsLeft = Math.max(0, started.totalSteps - run.losses.length);
  return stepsLeft * perStep + epochsLeft * (last?.evaluateSeconds ?? 0);
}

/** The pace of the steps that were seen while the page looked on. */
export class ObservedPace {
  #first: { readonly step: number; readonly atMs: number } | undefined;
  #secondsPerStep: number | undefined;

  /** Notes that `step` steps were done at `atMs`; the first note only starts the clock. */
  observe(step: number, atMs: number): void {
    if (step === 0 || (this.#first && step < this.#first.step)) this.#first = undefined;
    if (step === 0) return;
    this.#first ??= { step, atMs };
    const { step: firstStep, atMs: firstMs } = this.#first;
    this.#secondsPerStep = step > firstStep ? (atMs - firstMs) / 1000 / (step - firstStep) : undefined;
  }

  get secondsPerStep(): number | undefined {
    return this.#secondsPerStep;
  }
}
