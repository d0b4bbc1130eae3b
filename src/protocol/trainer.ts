import type { Renaming } from "../model/fitCheck";
import type { ModelSpec, Shape } from "../model/modelSpec";
import type { DatasetName, TrainingSettings } from "../model/trainingSettings";

/** Raised whenever a request or event changes its meaning; host and trainer must agree on it. */
export const PROTOCOL_VERSION = 1;

export type EngineKind = "reference" | "wasm" | "webgpu" | "tfjs";
export const ENGINE_KINDS: readonly EngineKind[] = ["reference", "wasm", "webgpu", "tfjs"];

/** A number on its way through JSON, which has no words for the values beside the finite ones. */
export type WireNumber = number | "NaN" | "Infinity" | "-Infinity";

export type RunTask = "train" | "evaluate" | "gradients";

/** Everything the trainer needs to know to do one task. */
export interface RunSpec {
  readonly runId: string;
  readonly task: RunTask;
  readonly model: ModelSpec;
  readonly settings: TrainingSettings;
  readonly dataset: DatasetName;
  /** A folder with IDX files that a person named; it alone is searched. */
  readonly dataFolder?: string;
  /** Folders searched for `data/MNIST/raw` when no data folder is named. */
  readonly workingFolders: readonly string[];
  /** PyTorch's `manual_seed`; drawn and reported when absent. */
  readonly seed?: number;
  readonly engine: EngineKind | "auto";
  /** With `gradients`: how many batches to measure with the same weights; "all" is an epoch, absent the first one. */
  readonly gradientBatches?: number | "all";
  /** Measure gradient norms at every Nth step, besides each epoch's last. */
  readonly gradientNormsEvery?: number;
  /** How many threads an engine on the CPU takes, at most one a core; it finds out what is fastest when absent. */
  readonly threads?: number;
  /** State dict to start from; `evaluate` needs it. */
  readonly weightsPath?: string;
  /** How the names of that state dict become those of the model; without it they must be the same. */
  readonly renaming?: Renaming;
  /** Where `train` saves the weights. Without `overwrite` an existing file stays and a number is added to the name. */
  readonly save?: { readonly path: string; readonly overwrite: boolean };
}

export type TrainerRequest =
  | { readonly type: "start-run"; readonly spec: RunSpec }
  | { readonly type: "stop-run"; readonly runId: string }
  /** Its run is over: it may still try engines for the next one, and leaves then. */
  | { readonly type: "leave-when-done" }
  | { readonly type: "shut-down" };

/** What the trainer tells once, before it takes requests. */
export interface TrainerReady {
  readonly type: "trainer-ready";
  readonly protocolVersion: number;
  readonly pid: number;
}

/** Sent every second: what says nothing for longer hangs. */
export interface TrainerAlive {
  readonly type: "trainer-alive";
}

export type GradientNorms = Readonly<Record<string, WireNumber>>;

export interface DescribedModel {
  readonly name: string;
  /** PyTorch's `print(model)`. */
  readonly text: string;
  readonly parameterCount: number;
  readonly stateDict: readonly { readonly name: string; readonly shape: Shape; readonly dtype: string }[];
}

export interface DescribedDataset {
  readonly name: DatasetName;
  /** Where the bytes came from, in words a person understands: a folder, an address, or how they were drawn. */
  readonly source: string;
  readonly trainCount: number;
  readonly testCount: number;
  readonly synthetic: boolean;
  /** Why synthetic digits are used. */
  readonly reason?: string;
}

interface RunEventBase {
  readonly runId: string;
}

export interface DataProgressed extends RunEventBase {
  readonly type: "data-progressed";
  readonly file: string;
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

export interface RunStarted extends RunEventBase {
  readonly type: "run-started";
  readonly task: RunTask;
  readonly engine: EngineKind;
  readonly device: string;
  readonly skipped: readonly { readonly engine: EngineKind; readonly reason: string }[];
  readonly model: DescribedModel;
  readonly settings: TrainingSettings;
  readonly dataset: DescribedDataset;
  readonly seed: number;
  /** Steps of the whole run; a trainer that is told to stop makes fewer. */
  readonly totalSteps: number;
}

export interface StepsMeasured extends RunEventBase {
  readonly type: "steps-measured";
  /** Steps count from 1 over the run. */
  readonly firstStep: number;
  readonly losses: readonly WireNumber[];
}

export interface GradientsMeasured extends RunEventBase {
  readonly type: "gradients-measured";
  readonly step: number;
  /** L2 norm of the gradient of each named parameter, before clipping and before the update. */
  readonly norms: GradientNorms;
  /** L2 norm over all parameters: what `clip_grad_norm_` returns. */
  readonly total: WireNumber;
  /** How many batches these are the means of, all with the same weights; absent for a single one. */
  readonly batches?: number;
  /** What is conspicuous about the gradients of a layer, and why, in a sentence, by the layer's path. */
  readonly concerns?: Readonly<Record<string, string>>;
}

export interface EpochFinished extends RunEventBase {
  readonly type: "epoch-finished";
  readonly epoch: number;
  readonly epochs: number;
  /** Mean over the batches, as the tutorial prints it. */
  readonly loss: WireNumber;
  readonly accuracy: number;
  readonly correct: number;
  readonly total: number;
  readonly trainSeconds: number;
  readonly evaluateSeconds: number;
  readonly gradientNorms: GradientNorms;
}

/** The device of an engine was lost; training goes on. */
export interface EngineChanged extends RunEventBase {
  readonly type: "engine-changed";
  /** What goes on. */
  readonly engine: EngineKind;
  readonly device: string;
  readonly lost: EngineKind;
  readonly reason: string;
}

/** How far the evaluation of a run that does nothing else has come; only slow ones say so. */
export interface EvaluationProgressed extends RunEventBase {
  readonly type: "evaluation-progressed";
  /** Test images seen so far. */
  readonly done: number;
  readonly total: number;
}

export interface Evaluated extends RunEventBase {
  readonly type: "evaluated";
  /** Percent, 0 to 100. */
  readonly accuracy: number;
  readonly correct: number;
  readonly total: number;
  /** Mean over the samples. */
  readonly loss: WireNumber;
  readonly perClass: readonly WireNumber[];
  /** Row: true class; column: predicted class. */
  readonly confusion: readonly (readonly number[])[];
  /** Which class is most often taken for which, the most frequent first; twenty at most. */
  readonly confusedPairs: readonly ConfusedPair[];
  /** Rows and columns of the pictures. */
  readonly pictureShape: readonly [number, number];
}

/** Images of class `label` that are taken for `predicted`. */
export interface ConfusedPair {
  readonly label: number;
  readonly predicted: number;
  readonly count: number;
  /** The first of them, five at most. */
  readonly examples: readonly WrongPicture[];
}

export interface WrongPicture {
  /** In the test set, from 0. */
  readonly index: number;
  /** Grey values row by row, a byte each (0 is the background), in base64. */
  readonly pixels: string;
}

export interface RunFinished extends RunEventBase {
  readonly type: "run-finished";
  readonly outcome: "completed" | "stopped";
  readonly accuracy?: number;
  readonly seconds: number;
  readonly weightsPath?: string;
}

export interface RunFailed extends RunEventBase {
  readonly type: "run-failed";
  readonly message: string;
  readonly hint?: string;
  /** Weights of the last good epoch, when some were saved. */
  readonly weightsPath?: string;
}

/** Everything a run reports, in this order; also the CLI's `--json` lines. */
export type RunEvent =
  | DataProgressed
  | RunStarted
  | StepsMeasured
  | GradientsMeasured
  | EpochFinished
  | EngineChanged
  | EvaluationProgressed
  | Evaluated
  | RunFinished
  | RunFailed;

export type TrainerEvent = TrainerReady | TrainerAlive | RunEvent;

/** `value` as JSON can carry it. */
export function toWireNumber(value: number): WireNumber {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

/** The number that came through JSON as `value`. */
export function fromWireNumber(value: WireNumber): number {
  return Number(value);
}
