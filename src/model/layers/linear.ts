import type { LayerKinds } from "../layers";
import { pythonBool } from "../pythonText";
import { weightAndBias } from "./weightAndBias";

/** Source: `torch/nn/modules/linear.py`. */
export const LINEAR: LayerKinds<"Linear"> = {
  Linear: {
    tensors: ({ inFeatures, outFeatures, bias }) => weightAndBias([outFeatures, inFeatures], inFeatures, bias),
    outputShape: ({ inFeatures, outFeatures }, input) =>
      input.at(-1) === inFeatures ? [...input.slice(0, -1), outFeatures] : undefined,
    extraRepr: ({ inFeatures, outFeatures, bias }) =>
      `in_features=${inFeatures}, out_features=${outFeatures}, bias=${pythonBool(bias)}`,
  },
};
