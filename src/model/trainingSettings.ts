export type DatasetName = "MNIST" | "FashionMNIST" | "KMNIST";
export const DATASET_NAMES: readonly DatasetName[] = ["MNIST", "FashionMNIST", "KMNIST"];

export type LossName = "cross_entropy";
export type OptimizerName = "adam";
export const OPTIMIZER_NAMES: readonly OptimizerName[] = ["adam"];

/** `transforms.Normalize((mean,), (std,))` after `ToTensor()`. */
export interface Normalization {
  readonly mean: number;
  readonly std: number;
}

/** Adam's options besides the learning rate, with PyTorch's names and defaults (`torch/optim/adam.py`). */
export interface OptimizerOptions {
  readonly betas: readonly [number, number];
  readonly eps: number;
  readonly weightDecay: number;
}

/** Everything that decides how a model is trained, apart from data, seed and engine. */
export interface TrainingSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly testBatchSize: number;
  readonly shuffle: boolean;
  readonly dropLast: boolean;
  readonly loss: LossName;
  readonly optimizer: OptimizerName;
  readonly lr: number;
  readonly optimizerOptions: OptimizerOptions;
  readonly normalize: Normalization;
  /** Train on the first `limit` samples only. */
  readonly limit?: number;
  /** Stop after this many steps. */
  readonly maxSteps?: number;
}

/** The tutorial's settings. The manifest of the extension shows the same values; a test compares them. */
export const DEFAULT_SETTINGS: TrainingSettings = {
  epochs: 5,
  batchSize: 64,
  testBatchSize: 1000,
  shuffle: true,
  dropLast: false,
  loss: "cross_entropy",
  optimizer: "adam",
  lr: 0.001,
  optimizerOptions: { betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 },
  normalize: { mean: 0.5, std: 0.5 },
};

/** The range a number of the settings may have; `lr` is open at its minimum. */
export const SETTING_RANGES = {
  epochs: { minimum: 1, maximum: 10_000, integer: true },
  batchSize: { minimum: 1, maximum: 60_000, integer: true },
  lr: { exclusiveMinimum: 0, maximum: Number.MAX_VALUE, integer: false },
  limit: { minimum: 1, maximum: 60_000, integer: true },
  maxSteps: { minimum: 1, maximum: 100_000_000, integer: true },
} as const;

/** A setting a person can give as a number. */
export type RangedSetting = keyof typeof SETTING_RANGES;

/** Says what is wrong with `value` for `setting`, or undefined when it may be used. */
export function whyOutOfRange(setting: RangedSetting, value: number): string | undefined {
  const range: { minimum?: number; exclusiveMinimum?: number; maximum: number; integer: boolean } =
    SETTING_RANGES[setting];
  const { minimum, exclusiveMinimum = -Infinity, maximum, integer } = range;
  const fits =
    value >= (minimum ?? -Infinity) &&
    value > exclusiveMinimum &&
    value <= maximum &&
    (!integer || Number.isInteger(value));
  if (fits) return undefined;
  const low = minimum === undefined ? `above ${exclusiveMinimum}` : `at least ${minimum}`;
  const high = maximum === Number.MAX_VALUE ? "" : ` and at most ${maximum}`;
  return `must be ${integer ? "a whole number" : "a number"}, ${low}${high}, but is ${value}`;
}

/** Settings by precedence: what a person set explicitly, then what the model file says, then the defaults. */
export function mergeSettings(
  explicit: Partial<TrainingSettings>,
  fromFile: Partial<TrainingSettings> = {},
): TrainingSettings {
  return { ...DEFAULT_SETTINGS, ...fromFile, ...explicit };
}
