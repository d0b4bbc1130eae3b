import type { StateName } from "../optimizerState";
import type { Constants } from "./constants";
import type { Tensor, Tensorflow, Variable } from "./tensorflow";

/** Changes all parameters, which are one vector, by their gradient; in the order of operations that PyTorch has. */
export type Optimizer = (gradient: Tensor, lr: number) => void;

/** What an optimizer is made from. */
export interface OptimizerContext {
  readonly tf: Tensorflow;
  readonly constant: Constants["of"];
  readonly values: Variable;
  /** Steps made before. */
  readonly step: number;
  /** A vector like `values`, that lives as long as the training: what is remembered under this name, else zeros. */
  readonly state: (name: StateName) => Variable;
}

/** The gradient with the share that weight decay adds to it. */
export function decayed({ tf, constant, values }: OptimizerContext, gradient: Tensor, weightDecay: number): Tensor {
  return weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(values, constant(weightDecay)));
}
