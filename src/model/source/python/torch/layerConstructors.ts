import type { Extent, Layer, LayerType } from "../../../layers";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { Arguments } from "../values/arguments";
import { extent, normalizedShape, outputSize, pair, probability } from "./layerArguments";

/** How a class of `torch.nn` makes a layer from its arguments. */
export interface LayerConstructor {
  /** The parameters of `__init__` in order. */
  readonly parameters: readonly string[];
  readonly read: (given: Arguments) => Layer;
}

const FACTORY = ["device", "dtype"];
const BATCH_NORM = ["num_features", "eps", "momentum", "affine", "track_running_stats", ...FACTORY, "bias"];
const POOL = ["kernel_size", "stride", "padding"];

/** Sources: the signatures of `torch/nn/modules/*.py` in PyTorch 2.13. */
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
  Conv2d: {
    parameters: [
      "in_channels",
      "out_channels",
      "kernel_size",
      "stride",
      "padding",
      "dilation",
      "groups",
      "bias",
      "padding_mode",
      ...FACTORY,
    ],
    read: readConvolution,
  },
  MaxPool2d: {
    parameters: [...POOL, "dilation", "return_indices", "ceil_mode"],
    read: given => {
      if (given.bool("return_indices", false)) given.wrong("return_indices", "`False`");
      return { type: "MaxPool2d", ...window(given), dilation: extent(given, "dilation", 1) };
    },
  },
  AvgPool2d: {
    parameters: [...POOL, "ceil_mode", "count_include_pad", "divisor_override"],
    read: given => {
      given.mustBeDefault("divisor_override");
      return { type: "AvgPool2d", ...window(given), countIncludePad: given.bool("count_include_pad", true) };
    },
  },
  AdaptiveAvgPool2d: {
    parameters: ["output_size"],
    read: given => ({ type: "AdaptiveAvgPool2d", outputSize: outputSize(given) }),
  },
  AdaptiveMaxPool2d: {
    parameters: ["output_size", "return_indices"],
    read: given => {
      if (given.bool("return_indices", false)) given.wrong("return_indices", "`False`");
      return { type: "AdaptiveMaxPool2d", outputSize: outputSize(given) };
    },
  },
  BatchNorm1d: { parameters: BATCH_NORM, read: given => ({ type: "BatchNorm1d", ...batchNorm(given) }) },
  BatchNorm2d: { parameters: BATCH_NORM, read: given => ({ type: "BatchNorm2d", ...batchNorm(given) }) },
  LayerNorm: {
    parameters: ["normalized_shape", "eps", "elementwise_affine", "bias", ...FACTORY],
    read: given => ({
      type: "LayerNorm",
      normalizedShape: normalizedShape(given),
      eps: given.float("eps", 1e-5),
      elementwiseAffine: given.bool("elementwise_affine", true),
      bias: given.bool("bias", true),
    }),
  },
  GroupNorm: {
    parameters: ["num_groups", "num_channels", "eps", "affine", ...FACTORY, "bias"],
    read: given => {
      const [numGroups, numChannels] = [given.positiveInt("num_groups"), given.positiveInt("num_channels")];
      if (numChannels % numGroups !== 0) refuse(given.call.range, REASONS.notDivisible, numChannels, numGroups);
      const affine = given.bool("affine", true);
      return {
        type: "GroupNorm",
        numGroups,
        numChannels,
        eps: given.float("eps", 1e-5),
        affine,
        bias: given.bool("bias", true),
      };
    },
  },
  Dropout: dropout("Dropout"),
  Dropout1d: dropout("Dropout1d"),
  Dropout2d: dropout("Dropout2d"),
  ReLU: inplace("ReLU"),
  ReLU6: inplace("ReLU6"),
  SELU: inplace("SELU"),
  SiLU: inplace("SiLU"),
  LeakyReLU: {
    parameters: ["negative_slope", "inplace"],
    read: given => ({
      type: "LeakyReLU",
      negativeSlope: given.float("negative_slope", 0.01),
      inplace: given.bool("inplace", false),
    }),
  },
  ELU: {
    parameters: ["alpha", "inplace"],
    read: given => ({ type: "ELU", alpha: given.float("alpha", 1), inplace: given.bool("inplace", false) }),
  },
  GELU: {
    parameters: ["approximate"],
    read: given => {
      const approximate = given.str("approximate", "none");
      return {
        type: "GELU",
        approximate:
          approximate === "tanh" || approximate === "none"
            ? approximate
            : given.wrong("approximate", "`none` or `tanh`"),
      };
    },
  },
  Softplus: {
    parameters: ["beta", "threshold"],
    read: given => ({ type: "Softplus", beta: given.float("beta", 1), threshold: given.float("threshold", 20) }),
  },
  Tanh: { parameters: [], read: () => ({ type: "Tanh" }) },
  Sigmoid: { parameters: [], read: () => ({ type: "Sigmoid" }) },
  Softmax: { parameters: ["dim"], read: given => ({ type: "Softmax", dim: optionalInt(given, "dim") }) },
  LogSoftmax: { parameters: ["dim"], read: given => ({ type: "LogSoftmax", dim: optionalInt(given, "dim") }) },
  Flatten: {
    parameters: ["start_dim", "end_dim"],
    read: given => ({ type: "Flatten", startDim: given.int("start_dim", 1), endDim: given.int("end_dim", -1) }),
  },
  Unflatten: {
    parameters: ["dim", "unflattened_size"],
    read: given => ({ type: "Unflatten", dim: given.int("dim"), unflattenedSize: given.ints("unflattened_size") }),
  },
};

function readConvolution(given: Arguments): Layer {
  const inChannels = given.positiveInt("in_channels");
  const outChannels = given.positiveInt("out_channels");
  const groups = given.positiveInt("groups", 1);
  for (const channels of [inChannels, outChannels]) {
    if (channels % groups !== 0) refuse(given.range("groups"), REASONS.notDivisible, channels, groups);
  }
  const padding = given.find("padding");
  const stride = pair(given, "stride", 1);
  const named = padding?.kind === "str" ? padding.value : undefined;
  if (named !== undefined && named !== "same" && named !== "valid") given.wrong("padding", "`same` or `valid`");
  if (named === "same" && stride.some(size => size !== 1)) refuse(given.range("padding"), REASONS.sameStride);
  const paddingMode = given.str("padding_mode", "zeros");
  if (!isPaddingMode(paddingMode)) given.wrong("padding_mode", "`zeros`, `reflect`, `replicate` or `circular`");
  return {
    type: "Conv2d",
    inChannels,
    outChannels,
    kernelSize: pair(given, "kernel_size"),
    stride,
    padding: named === "same" || named === "valid" ? named : pair(given, "padding", 0),
    dilation: pair(given, "dilation", 1),
    groups,
    bias: given.bool("bias", true),
    paddingMode,
  };
}

function window(given: Arguments) {
  const kernelSize = extent(given, "kernel_size");
  const stride: Extent = given.given("stride") ? extent(given, "stride") : kernelSize;
  const written = given.written.get("kernel_size");
  if (written !== undefined && stride === kernelSize) given.noteWritten("stride", written);
  return { kernelSize, stride, padding: extent(given, "padding", 0), ceilMode: given.bool("ceil_mode", false) };
}

function batchNorm(given: Arguments) {
  const momentum = given.find("momentum")?.kind === "none" ? null : given.float("momentum", 0.1);
  const affine = given.bool("affine", true);
  return {
    numFeatures: given.positiveInt("num_features"),
    eps: given.float("eps", 1e-5),
    momentum,
    affine,
    bias: given.bool("bias", true),
    trackRunningStats: given.bool("track_running_stats", true),
  };
}

function dropout(type: Extract<LayerType, "Dropout" | "Dropout1d" | "Dropout2d">): LayerConstructor {
  return {
    parameters: ["p", "inplace"],
    read: given => ({ type, p: probability(given), inplace: given.bool("inplace", false) }),
  };
}

function inplace(type: Extract<LayerType, "ReLU" | "ReLU6" | "SELU" | "SiLU">): LayerConstructor {
  return { parameters: ["inplace"], read: given => ({ type, inplace: given.bool("inplace", false) }) };
}

const optionalInt = (given: Arguments, parameter: string) => (given.given(parameter) ? given.int(parameter) : null);
const isPaddingMode = (mode: string) =>
  mode === "zeros" || mode === "reflect" || mode === "replicate" || mode === "circular";
