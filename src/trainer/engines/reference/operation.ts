import type { Reals } from "./precision";

/** Values of `rows` samples, sample by sample. Where most values are the same, `background` says which. */
export interface Batch {
  readonly rows: number;
  readonly values: Reals;
  readonly background: number;
}

/** A tensor that is trained, with the gradient that the current batch gives it. */
export interface Parameter {
  readonly values: Reals;
  readonly gradient: Reals;
}

/** One call of the forward pass. Its output is valid until the next call; `others` are the inputs after the first. */
export interface Forward {
  forward(input: Batch, training: boolean, others: readonly Batch[]): Batch;
}

/**
 * One call of the forward pass that can be trained. `backward` follows the `forward` it belongs to; the arrays both
 * return are valid until the next call of the same operation.
 */
export interface Operation extends Forward {
  /** Adds to the parameters' gradients and returns the gradient by the input, when that is wanted. */
  backward(outputGradient: Reals, wantsInputGradient: boolean): Reals;
}
