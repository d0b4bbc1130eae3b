import { OPTIMIZERS, type OptimizerName, type OptimizerOptionsOf } from "./optimizers";
import { TRAINABLE } from "./trainability";

export type DatasetName = "MNIST" | "FashionMNIST" | "KMNIST";
export const DATASET_NAMES: readonly DatasetName[] = ["MNIST", "FashionMNIST", "KMNIST"];

export type { OptimizerName } from "./optimizers";

/** `cross_entropy` takes scores, `nll` log-probabilities, `mse` ten numbers that should be one-hot; all are means. */
export type LossName = "cross_entropy" | "nll" | "mse";

/** The optimizers a person can choose: those that can be trained with. */
export const OPTIMIZER_NAMES: readonly OptimizerName[] = TRAINABLE.optimizers;

/** `transforms.Normalize((mean,), (std,))` after `ToTensor()`. */
export interface Normalization {
  readonly mean: number;
  readonly std: number;
}

/** How the learning rate changes after each epoch, with PyTorch's names (`torch/optim/lr_scheduler.py`). */
export type Schedule =
  | { readonly kind: "step"; readonly stepSize: number; readonly gamma: number }
  | { readonly kind: "exponential"; readonly gamma: number }
  | { readonly kind: "cosine"; readonly tMax: number; readonly etaMin: number };

/** What is done to the gradients before each step: `clip_grad_norm_` or `clip_grad_value_` of `torch.nn.utils`. */
export type Clipping =
  { readonly kind: "norm"; readonly maxNorm: number } | { readonly kind: "value"; readonly clipValue: number };

/** The options of Adam. */
export type OptimizerOptions = OptimizerOptionsOf["adam"];

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
  /** The options of `optimizer`; `optionsFor` gives them their type. */
  readonly optimizerOptions: OptimizerOptionsOf[OptimizerName];
  readonly normalize: Normalization;
  readonly schedule?: Schedule;
  readonly clipping?: Clipping;
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
  optimizerOptions: OPTIMIZERS.adam.options,
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

/** The options of the optimizer `name`, which must be the one that the settings name. */
export function optionsFor<N extends OptimizerName>(settings: TrainingSettings, name: N): OptimizerOptionsOf[N] {
  if (settings.optimizer !== name) throw new Error(`These are the options of ${settings.optimizer}, not of ${name}.`);
  return settings.optimizerOptions as OptimizerOptionsOf[N];
}

/**
 * Settings by precedence: what a person set explicitly, then what the model file says, then the defaults. The options
 * and the learning rate of an optimizer go with it: another optimizer starts from its own defaults.
 */
export function mergeSettings(
  explicit: Partial<TrainingSettings>,
  fromFile: Partial<TrainingSettings> = {},
): TrainingSettings {
  const merged = { ...DEFAULT_SETTINGS, ...fromFile, ...explicit };
  const { optimizer } = merged;
  const isFilesOwn = (fromFile.optimizer ?? DEFAULT_SETTINGS.optimizer) === optimizer;
  const fitting = { ...(isFilesOwn && fromFile), ...explicit };
  const { lr, options } = OPTIMIZERS[optimizer];
  return { ...merged, lr: fitting.lr ?? lr, optimizerOptions: fitting.optimizerOptions ?? options };
}
