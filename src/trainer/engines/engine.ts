import type { ModelSpec } from "../../model/modelSpec";
import type { TrainingSettings } from "../../model/trainingSettings";
import type { EngineKind } from "../../protocol/trainer";
import type { DataHalf, Dataset } from "../data/dataset";
import type { Generator } from "../random/generator";
import type { OptimizerState } from "./optimizerState";

/** Values of a state dict by PyTorch name, each in C order with the shape that the model gives it. */
export type Weights = ReadonlyMap<string, Float32Array>;

/** What an engine is built from. It may move all of it to its own memory once. */
export interface EngineInputs {
  readonly model: ModelSpec;
  readonly settings: TrainingSettings;
  readonly dataset: Dataset;
  readonly weights: Weights;
  /** PyTorch's default generator of the run; dropout draws its masks from it while steps run. */
  readonly generator: Generator;
  /** How many threads an engine on the CPU may take; absent when it finds out what is fastest. */
  readonly threads?: number;
  /** Where an engine of any kind was, to go on from there; its weights are `weights`. */
  readonly resume?: EngineSnapshot;
}

/** An engine's state between two epochs. */
export interface EngineSnapshot {
  readonly weights: Weights;
  /** Steps made so far. */
  readonly step: number;
  readonly optimizer: OptimizerState;
}

/** One pass over the training data. */
export interface EpochPlan {
  /** Indexes of training samples in the order of use; `batchSize` at a time, the last batch may be short. */
  readonly order: Int32Array;
  readonly lr: number;
}

/** L2 gradient norms of one step's batch before the update, in the order of `namedParameters(model)`. */
export interface StepNorms {
  readonly step: number;
  readonly norms: Float64Array;
}

export interface StepResults {
  /** The mean loss of each step's batch before its update, as float32. */
  readonly losses: Float32Array;
  readonly norms: readonly StepNorms[];
}

/** What the network says about the test set. */
export interface EvaluationResults {
  readonly lossSum: number;
  /** The class that each test image is taken for. */
  readonly predictions: Uint8Array;
}

/**
 * A network in training on some device. Engines differ in speed, never in meaning. Data, weights, optimizer state and
 * the shuffle stay on the engine's side; it answers once per `runSteps`, which may be hundreds of steps.
 * Calls do not overlap: each waits for the one before it.
 */
export interface Engine {
  readonly kind: EngineKind;
  /** What computes, for people: "CPU, plain JavaScript". */
  readonly device: string;
  beginEpoch(plan: EpochPlan): Promise<void>;
  /** Runs the next `count` steps of the epoch. `normsAt` names steps, counted from 1 over the engine's life. */
  runSteps(count: number, normsAt: readonly number[]): Promise<StepResults>;
  /** Evaluates the test set in evaluation mode. A slow engine tells `onProgress` how many images are done; it may throw to end it. */
  evaluate(onProgress?: (done: number, total: number) => void): Promise<EvaluationResults>;
  /** The network's output for `count` inputs given as they are, without normalisation. `[count * outputs]`. */
  forward(inputs: Float32Array, count: number): Promise<Float32Array>;
  readWeights(): Promise<Weights>;
  /** Present where the device may be lost: calls then throw an `EngineLost`. */
  takeSnapshot?(): Promise<EngineSnapshot>;
  dispose(): Promise<void>;
}

/** Who asks whether an engine can be used, and where. */
export interface Asking {
  /** This process may end by it; else what could crash is tried in another one. */
  readonly isExpendable?: true;
  /** A person named the engine: a stand-in for its device will do, too. */
  readonly isNamed?: boolean;
}

/** What of an engine's work can be done while its data are still being read. */
export interface HeadStart {
  /** Takes the IDX file of one half's images as far as it was read, ever longer; it need not prove whole, or be used. */
  takeImages(half: DataHalf, soFar: Uint8Array): void;
  /** Ends the work on it, unless an engine took it over. */
  dispose(): void;
}

/** Makes engines of one kind. It is made on start-up: what is heavy is loaded when something is asked of it. */
export interface EngineFactory {
  readonly kind: EngineKind;
  /** Trusted to run anywhere: `auto` may take it before it was tried. */
  readonly isBuiltIn?: true;
  /** What decides about an engine and is no part of this build, such as the version of a package; "" while there is none. */
  readonly installedVersion?: () => string;
  /** The reason the engine is not even installed, known at once; undefined when it is. */
  readonly whyNotInstalled?: () => string | undefined;
  /** Resolves to the reason this machine cannot run the engine, or undefined when it can. */
  whyUnavailable(asking?: Asking): Promise<string | undefined>;
  /** The reason the engine cannot train this network with these settings, or undefined when it can. */
  whyUnable(model: ModelSpec, settings: TrainingSettings): string | undefined;
  /** Begins before data and weights are there, where nothing of it can crash. May throw where the engine cannot be used. */
  prepare?(model: ModelSpec, settings: TrainingSettings): HeadStart;
  /** `headStart` is what `prepare` gave for the same model and settings, or another engine's, which is no use. */
  create(inputs: EngineInputs, headStart?: HeadStart): Promise<Engine>;
}
