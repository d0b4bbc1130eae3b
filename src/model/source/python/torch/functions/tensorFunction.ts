import type { NativeFunction } from "../../values/nativeCall";

/** A function whose first argument is a tensor, and the names under which PyTorch offers it. */
export interface TensorFunction {
  readonly call: NativeFunction;
  /** `method`: `tensor.name()`; `torch`: `torch.name()`; `functional`: `torch.nn.functional.name()`. */
  readonly homes: readonly ("method" | "torch" | "functional")[];
}

export type TensorFunctions = Readonly<Record<string, TensorFunction>>;

/** Everywhere; in PyTorch many functions have all three names. */
export const EVERYWHERE = ["method", "torch", "functional"] as const;
