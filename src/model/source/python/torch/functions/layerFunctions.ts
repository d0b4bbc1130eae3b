import type { NativeCall } from "../../values/nativeCall";
import { Arguments } from "../../values/arguments";
import type { Value } from "../../values/values";
import { LAYER_CONSTRUCTORS } from "../layerConstructors";
import { EVERYWHERE, type TensorFunction, type TensorFunctions } from "./tensorFunction";

const FUNCTIONAL = ["functional"] as const;
const POOL = ["kernel_size", "stride", "padding"];

/** Functions that do what a layer without weights does; their parameters follow the tensor. */
export const LAYER_FUNCTIONS: TensorFunctions = {
  relu: layerFunction("ReLU", ["inplace"], EVERYWHERE),
  relu_: layerFunction("ReLU", [], EVERYWHERE, true),
  relu6: layerFunction("ReLU6", ["inplace"], FUNCTIONAL),
  leaky_relu: layerFunction("LeakyReLU", ["negative_slope", "inplace"], FUNCTIONAL),
  elu: layerFunction("ELU", ["alpha", "inplace"], FUNCTIONAL),
  selu: layerFunction("SELU", ["inplace"], ["torch", "functional"]),
  silu: layerFunction("SiLU", ["inplace"], FUNCTIONAL),
  gelu: layerFunction("GELU", ["approximate"], FUNCTIONAL),
  softplus: layerFunction("Softplus", ["beta", "threshold"], FUNCTIONAL),
  tanh: layerFunction("Tanh", [], EVERYWHERE),
  sigmoid: layerFunction("Sigmoid", [], EVERYWHERE),
  softmax: layerFunction("Softmax", ["dim", "_stacklevel", "dtype"], EVERYWHERE),
  log_softmax: layerFunction("LogSoftmax", ["dim", "_stacklevel", "dtype"], EVERYWHERE),
  max_pool2d: layerFunction("MaxPool2d", [...POOL, "dilation", "ceil_mode", "return_indices"], ["torch", "functional"]),
  avg_pool2d: layerFunction(
    "AvgPool2d",
    [...POOL, "ceil_mode", "count_include_pad", "divisor_override"],
    ["functional"],
  ),
  adaptive_avg_pool2d: layerFunction("AdaptiveAvgPool2d", ["output_size"], FUNCTIONAL),
  adaptive_max_pool2d: layerFunction("AdaptiveMaxPool2d", ["output_size", "return_indices"], FUNCTIONAL),
};

function layerFunction(
  type: string,
  parameters: readonly string[],
  homes: TensorFunction["homes"],
  inplace = false,
): TensorFunction {
  const { read } = LAYER_CONSTRUCTORS[type]!;
  const call = (native: NativeCall): Value => {
    const given = new Arguments(native, type, ["input", ...parameters]);
    given.mustBeDefault("dtype");
    const layer = read(given);
    const applied = inplace && "inplace" in layer ? { ...layer, inplace } : layer;
    return native.interpreter.trace.apply(applied, given.tensor("input"), native.range);
  };
  return { call, homes };
}
