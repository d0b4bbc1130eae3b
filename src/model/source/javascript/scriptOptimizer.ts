import type { OptimizerName, OptimizerOptionsOf } from "../../optimizers";
import { OPTIMIZERS } from "../../optimizers";
import { Made, type Entry } from "./scriptValue";

/** An optimizer of TensorFlow.js that computes as PyTorch's does. */
export interface ScriptOptimizer {
  readonly optimizer: OptimizerName;
  readonly lr: number;
  readonly optimizerOptions: OptimizerOptionsOf[OptimizerName];
}

/** TensorFlow.js's `epsilon` where none is given. */
const EPSILON = 1e-7;

/** What `compile` means by a name. Source: `tfjs-layers/src/optimizers.ts`. */
const BY_NAME: Readonly<Record<string, ScriptOptimizer>> = {
  adam: adam(0.001, 0.9, 0.999, EPSILON),
  sgd: sgd(0.01, 0, false),
  adadelta: adadelta(1, 0.95, EPSILON),
};

type Option = (position: number, usual?: number) => number;

/** Source: `tfjs-core/src/optimizers/optimizer_constructors.ts`; the others of them compute otherwise than PyTorch. */
const BY_FUNCTION: Readonly<Record<string, (option: Option, isOn: (position: number) => boolean) => ScriptOptimizer>> =
  {
    "tf.train.adam": option => adam(option(0, 0.001), option(1, 0.9), option(2, 0.999), option(3, EPSILON)),
    "tf.train.sgd": option => sgd(option(0), 0, false),
    "tf.train.momentum": (option, isOn) => sgd(option(0), option(1), isOn(2)),
    "tf.train.adadelta": option => adadelta(option(0, 0.001), option(1, 0.95), option(2, EPSILON)),
  };

/** The optimizer that `value` of `compile` names; undefined when it is none of those that are trained with. */
export function scriptOptimizer({ value }: Entry): ScriptOptimizer | undefined {
  if (typeof value === "string") {
    const name = value.toLowerCase();
    return Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  }
  if (!(value instanceof Made) || !Object.hasOwn(BY_FUNCTION, value.path)) return undefined;
  const given = (position: number) => value.passed[position]?.value ?? undefined;
  const found = BY_FUNCTION[value.path]!(
    (position, usual) => {
      const option = given(position) ?? usual;
      return typeof option === "number" ? option : NaN;
    },
    position => given(position) === true,
  );
  const options: readonly (number | boolean | readonly number[])[] = Object.values({ ...found.optimizerOptions });
  const numbers = [found.lr, ...options.flat()];
  return numbers.some(Number.isNaN) || found.lr <= 0 ? undefined : found;
}

function adam(lr: number, beta1: number, beta2: number, eps: number): ScriptOptimizer {
  return { optimizer: "adam", lr, optimizerOptions: { ...OPTIMIZERS.adam.options, betas: [beta1, beta2], eps } };
}

function sgd(lr: number, momentum: number, nesterov: boolean): ScriptOptimizer {
  return { optimizer: "sgd", lr, optimizerOptions: { ...OPTIMIZERS.sgd.options, momentum, nesterov } };
}

function adadelta(lr: number, rho: number, eps: number): ScriptOptimizer {
  return { optimizer: "adadelta", lr, optimizerOptions: { ...OPTIMIZERS.adadelta.options, rho, eps } };
}
