import type { LayerKind, LayerKinds } from "../layers";
import { pythonBool, pythonFloat } from "../pythonText";

/** Source: `torch/nn/modules/dropout.py`. */
export const DROPOUTS: LayerKinds<"Dropout" | "Dropout1d" | "Dropout2d"> = {
  Dropout: dropout(),
  Dropout1d: dropout(),
  Dropout2d: dropout(),
};

function dropout<T extends "Dropout" | "Dropout1d" | "Dropout2d">(): LayerKind<T> {
  return {
    tensors: () => [],
    outputShape: (_, input) => input,
    extraRepr: ({ p, inplace }) => `p=${pythonFloat(p)}, inplace=${pythonBool(inplace)}`,
  };
}
