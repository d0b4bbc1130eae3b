import type { Arena } from "../arena";
import type { Kernels } from "../kernels";
import type { PanelLayout, Parameter } from "../parameter";

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
  /** Makes sure that each thread's scratch is at least that large. */
  reserveScratch(bytes: number): void;
}
