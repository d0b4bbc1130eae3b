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

/**
 * One call of the forward pass. `backward` follows the `forward` it belongs to; the arrays both return are valid until
 * the next call of the same operation.
 */
export interface Operation {
  forward(input: Batch, training: boolean): Batch;
  /** Adds to the parameters' gradients and returns the gradient by the input, when that is wanted. */
  backward(outputGradient: Reals, wantsInputGradient: boolean): Reals;
}
