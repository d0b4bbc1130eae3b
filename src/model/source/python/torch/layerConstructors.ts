import type { Layer } from "../../../layers";
import type { Arguments } from "../values/arguments";

/** How a class of `torch.nn` makes a layer from its arguments. */
export interface LayerConstructor {
  /** The parameters of `__init__` in order. */
  readonly parameters: readonly string[];
  read(given: Arguments): Layer;
}

const FACTORY = ["device", "dtype"];

/** Sources: the signatures of `torch/nn/modules/*.py`. */
export const LAYER_CONSTRUCTORS: Readonly<Record<string, LayerConstructor>> = {
  Linear: {
    parameters: ["in_features", "out_features", "bias", ...FACTORY],
    read: given => ({
      type: "Linear",
      inFeatures: given.positiveInt("in_features"),
      outFeatures: given.positiveInt("out_features"),
      bias: given.bool("bias", true),
    }),
  },
  ReLU: { parameters: ["inplace"], read: given => ({ type: "ReLU", inplace: given.bool("inplace", false) }) },
  Flatten: {
    parameters: ["start_dim", "end_dim"],
    read: given => ({ type: "Flatten", startDim: given.int("start_dim", 1), endDim: given.int("end_dim", -1) }),
  },
};
