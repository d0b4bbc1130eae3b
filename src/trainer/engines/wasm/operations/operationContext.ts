import type { Arena } from "../arena";
import type { Kernels } from "../kernels";
import type { PanelLayout, Parameter } from "../parameter";

/** Where the masks of a group of steps stand, one behind the other. */
export interface DropoutMask {
  readonly p: number;
  readonly columns: number;
  readonly address: number;
  /** From one step's mask to the next. */
  readonly stepBytes: number;
}

/** What an operation is made with. Planning reserves memory; running calls kernels. */
export interface OperationContext {
  readonly kernels: Kernels;
  readonly arena: Arena;
  /** The most rows a batch has. */
  readonly capacity: number;
  /** Whether anything before the operation is trained. */
  readonly wantsInputGradient: boolean;
  /** The layer's own tensor of that short name. */
  parameter(name: string, layout: PanelLayout): Parameter;
  /** Bytes for each row and column that are drawn before each training step: 0 where dropout zeroes a value. */
  dropoutMask(p: number, columns: number): DropoutMask;
  /** Makes sure that each thread's scratch is at least that large. */
  reserveScratch(bytes: number): void;
  /** Sets so much of each thread's own room aside for the operation alone; returns where it begins there. */
  reserveKept(bytes: number): number;
}
