/** Options besides the learning rate, with PyTorch's names in camel case (`torch/optim/*.py`). */
export interface OptimizerOptionsOf {
  sgd: {
    readonly momentum: number;
    readonly dampening: number;
    readonly weightDecay: number;
    readonly nesterov: boolean;
  };
  adam: AdamOptions;
  adamw: AdamOptions;
  adadelta: { readonly rho: number; readonly eps: number; readonly weightDecay: number };
  rmsprop: {
    readonly alpha: number;
    readonly eps: number;
    readonly weightDecay: number;
    readonly momentum: number;
    readonly centered: boolean;
  };
}

interface AdamOptions {
  readonly betas: readonly [number, number];
  readonly eps: number;
  readonly weightDecay: number;
}

export type OptimizerName = keyof OptimizerOptionsOf;
export type OptionValue = number | boolean | readonly [number, number];

/** What is known about an optimizer: its class in `torch.optim`, its learning rate when none is given, its options. */
export interface OptimizerKind<N extends OptimizerName> {
  readonly className: string;
  readonly lr: number;
  readonly options: OptimizerOptionsOf[N];
  /** The parameters of its constructor after `params`, in order. */
  readonly parameters: readonly string[];
}

const ADAM_OPTIONS: AdamOptions = { betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 };
const ADAM_PARAMETERS = ["lr", "betas", "eps", "weight_decay", "amsgrad"];

/** PyTorch's defaults (2.13). */
export const OPTIMIZERS: { readonly [N in OptimizerName]: OptimizerKind<N> } = {
  sgd: {
    className: "SGD",
    lr: 0.001,
    options: { momentum: 0, dampening: 0, weightDecay: 0, nesterov: false },
    parameters: ["lr", "momentum", "dampening", "weight_decay", "nesterov"],
  },
  adam: { className: "Adam", lr: 0.001, options: ADAM_OPTIONS, parameters: ADAM_PARAMETERS },
  adamw: {
    className: "AdamW",
    lr: 0.001,
    options: { ...ADAM_OPTIONS, weightDecay: 0.01 },
    parameters: ADAM_PARAMETERS,
  },
  adadelta: {
    className: "Adadelta",
    lr: 1,
    options: { rho: 0.9, eps: 1e-6, weightDecay: 0 },
    parameters: ["lr", "rho", "eps", "weight_decay"],
  },
  rmsprop: {
    className: "RMSprop",
    lr: 0.01,
    options: { alpha: 0.99, eps: 1e-8, weightDecay: 0, momentum: 0, centered: false },
    parameters: ["lr", "alpha", "eps", "weight_decay", "momentum", "centered"],
  },
};

/** Says what PyTorch would not accept about `value` for the option `name`, or undefined when it may be used. */
export function whyBadOption(name: string, value: OptionValue): string | undefined {
  const numbers = typeof value === "object" ? value : typeof value === "number" ? [value] : [];
  if (numbers.some(number => !Number.isFinite(number))) return "must be finite";
  if (name === "dampening") return undefined;
  if (numbers.some(number => number < 0)) return "must not be negative";
  const isBelowOne = name === "betas";
  const isUpToOne = name === "rho";
  if (isBelowOne && numbers.some(number => number >= 1)) return "must be below 1";
  return isUpToOne && numbers.some(number => number > 1) ? "must be at most 1" : undefined;
}
