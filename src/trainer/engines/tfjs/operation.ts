import type { Tensor } from "./tensorflow";

/** A trained tensor during one step: its value, and the gradient that the operations gather. */
export interface Parameter {
  readonly value: Tensor;
  gradient: Tensor | undefined;
}

/** What a call works with in one pass over a batch. */
export interface Pass {
  readonly training: boolean;
  /** The trained tensor of that full name. */
  readonly parameter: (name: string) => Parameter;
}

/**
 * One call of the forward pass on samples as rows: `[rows, values of a sample]` in and out. What `forward` leaves for
 * `backward`, which belongs to the same pass, lives as long as the tidy around both.
 */
export interface Operation {
  forward(input: Tensor, pass: Pass): Tensor;
  /** Adds to the parameters' gradients; the gradient by the input only when that is wanted. */
  backward(outputGradient: Tensor, pass: Pass, wantsInputGradient: boolean): Tensor | undefined;
}
