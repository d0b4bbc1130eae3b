import { callShapes } from "./callShapes";
import type { Layer, LayerType } from "./layers";
import type { Call, ModelSpec, Shape, SourceRange } from "./modelSpec";
import { OPTIMIZERS, type OptimizerName } from "./optimizers";
import { softmaxAxis } from "./softmaxAxis";
import { elementCount, namedParameters, stateEntries } from "./stateDict";
import type { Clipping, LossName, Schedule, TrainingSettings } from "./trainingSettings";

/** What can be trained today. An engine that learns more flips an entry here, and nowhere else. */
export const TRAINABLE: {
  readonly layers: readonly LayerType[];
  readonly losses: readonly LossName[];
  readonly optimizers: readonly OptimizerName[];
  readonly schedules: readonly Schedule["kind"][];
  readonly clippings: readonly Clipping["kind"][];
} = {
  layers: [
    "Linear",
    "ReLU",
    "ReLU6",
    "LeakyReLU",
    "ELU",
    "SELU",
    "SiLU",
    "GELU",
    "Softplus",
    "Tanh",
    "Sigmoid",
    "Softmax",
    "LogSoftmax",
    "Arithmetic",
    "Dropout",
    "BatchNorm1d",
    "LayerNorm",
    "Flatten",
    "Identity",
  ],
  losses: ["cross_entropy", "nll", "mse"],
  optimizers: ["adam", "adamw", "sgd", "rmsprop", "adadelta"],
  schedules: ["step", "exponential", "cosine"],
  clippings: ["norm", "value"],
};

const CLASSES = 10;

/** Why something cannot be trained yet: a sentence with its values, and what it is about. */
export interface Obstacle {
  readonly template: string;
  readonly values: readonly string[];
  readonly range?: SourceRange;
  /** The setting that it is about, when it is one. */
  readonly setting?: keyof TrainingSettings;
}

/** The sentences of `findObstacle`, in English; `{0}` stands for the detail. */
export const OBSTACLES = {
  layer: "{0} layers cannot be trained yet.",
  rows: "`{0}` works on several rows for each image, which cannot be trained yet.",
  batch: "`{0}` works across the images of a batch, which cannot be trained yet.",
  shared: "`{0}` is a second name of the same module, which cannot be trained yet.",
  noWeights: "The model has no weights to train.",
  outputs: "The model gives {0} numbers for each image, but there are 10 classes.",
  loss: "The loss {0} cannot be trained with yet.",
  optimizer: "The optimizer {0} cannot be trained with yet.",
  schedule: "A learning rate that changes with the epochs ({0}) cannot be trained with yet.",
  clipping: "Clipped gradients ({0}) cannot be trained with yet.",
  logProbabilities: "The loss {0} expects log-probabilities, but the model does not end in a log-softmax.",
} as const;

/** The first thing about `model` with `settings` that no engine can train yet, or undefined. */
export function findObstacle(model: ModelSpec, settings: Partial<TrainingSettings>): Obstacle | undefined {
  return modelObstacle(model) ?? settingsObstacle(model, settings);
}

/** Why the scores of `model` cannot even be counted right or wrong, or undefined when they can. */
export function findEvaluationObstacle(model: ModelSpec): Obstacle | undefined {
  const outputs = elementCount(callShapes(model).at(-1)?.outputShape ?? model.inputShape);
  if (outputs !== CLASSES) return obstacle("outputs", String(outputs), model.calls.at(-1));
  return findBatchObstacle(model);
}

/** Where `model` computes across the images of a batch, so that an image has no result of its own. */
export function findBatchObstacle(model: ModelSpec): Obstacle | undefined {
  const shapes = callShapes(model);
  const onBatch = model.calls.find(({ layer }, at) => isAcrossBatch(layer, shapes[at]!.inputShape));
  return onBatch && obstacle("batch", onBatch.module ?? onBatch.layer.type, onBatch);
}

function modelObstacle(model: ModelSpec): Obstacle | undefined {
  const untrainable = model.calls.find(({ layer }) => !TRAINABLE.layers.includes(layer.type));
  if (untrainable) return obstacle("layer", untrainable.layer.type, untrainable);
  const shapes = callShapes(model);
  const onRows = model.calls.find(({ layer }, at) => layer.type === "Linear" && shapes[at]!.inputShape.length > 1);
  if (onRows) return obstacle("rows", onRows.module ?? onRows.layer.type, onRows);
  const onBatch = findBatchObstacle(model);
  if (onBatch) return onBatch;
  const shared = stateEntries(model).find(({ sharedWith }) => sharedWith !== undefined);
  if (shared) return obstacle("shared", shared.name);
  if (namedParameters(model).length === 0) return obstacle("noWeights", "");
  return findEvaluationObstacle(model);
}

function isAcrossBatch(layer: Layer, inputShape: Shape): boolean {
  const isSoftmax = layer.type === "Softmax" || layer.type === "LogSoftmax";
  return isSoftmax && softmaxAxis(layer.dim, inputShape.length) === undefined;
}

function settingsObstacle(model: ModelSpec, settings: Partial<TrainingSettings>): Obstacle | undefined {
  const { loss, optimizer, schedule, clipping } = settings;
  if (loss === "nll" && model.calls.at(-1)?.layer.type !== "LogSoftmax") {
    return { ...obstacle("logProbabilities", loss), setting: "loss" };
  }
  if (loss && !TRAINABLE.losses.includes(loss)) return { ...obstacle("loss", loss), setting: "loss" };
  if (optimizer && !TRAINABLE.optimizers.includes(optimizer)) {
    return { ...obstacle("optimizer", OPTIMIZERS[optimizer].className), setting: "optimizer" };
  }
  if (schedule && !TRAINABLE.schedules.includes(schedule.kind)) {
    return { ...obstacle("schedule", schedule.kind), setting: "schedule" };
  }
  if (clipping && !TRAINABLE.clippings.includes(clipping.kind)) {
    return { ...obstacle("clipping", clipping.kind), setting: "clipping" };
  }
  return undefined;
}

function obstacle(kind: keyof typeof OBSTACLES, value: string, call?: Call): Obstacle {
  return { template: OBSTACLES[kind], values: [value], ...(call?.range && { range: call.range }) };
}
