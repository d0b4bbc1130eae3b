import type { ActivationSpace } from "../activationSpace";
import type { ParameterRows } from "../parameterSpace";

/** What an operation is made from. */
export interface OperationContext {
  readonly space: ActivationSpace;
  /** Threads of a workgroup. */
  readonly threads: number;
  /** Whether steps of training are made; else only outputs. */
  readonly training: boolean;
  /** Whether anything before the operation is trained. */
  readonly wantsInputGradient: boolean;
  /** Where the layer's tensors are, by the short name of the first of a row. */
  readonly parameter: (name: string) => ParameterRows | undefined;
  /** Room for `count` sums of squared gradients of a tensor in a step; returns where they stand, in WGSL. */
  readonly squares: (name: string, count: number) => string;
  /** Room for a dropout mask of `width` bits for each row; returns where it begins in a step, in bits. */
  readonly mask: (p: number, width: number) => number;
}
