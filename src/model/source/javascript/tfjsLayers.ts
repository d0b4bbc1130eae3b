import type { Layer, Pair } from "../../layers";
import type { Shape } from "../../modelSpec";
import { elementCount } from "../../stateDict";
import { refuse } from "../refusal";
import { activationLayer, isActivation } from "./activationLayer";
import { numbersOf, type LayerConfig } from "./layerConfig";
import { SCRIPT_REASONS as REASONS } from "./reasons";

/** What a layer of TensorFlow.js does: `main` owns the weights, the others have none. */
export interface ReadLayer {
  /** TensorFlow.js's own name of it in front of its number: `dense_Dense`. */
  readonly stem: string;
  readonly before?: Layer;
  readonly main?: Layer;
  readonly after?: Layer;
}

type ReadLayerOf = (config: LayerConfig, input: Shape) => ReadLayer;

/** Images lie as channels, height, width here; TensorFlow.js keeps the channels last. */
const CHANNELS_LAST: Layer = { type: "Permute", dims: [0, 2, 3, 1] };
const FLATTEN: Layer = { type: "Flatten", startDim: 1, endDim: -1 };

/** Source: `tfjs-layers/src/layers/*.ts`. */
export const TFJS_LAYERS: Readonly<Record<string, ReadLayerOf>> = {
  dense: (config, input) => {
    if (input.length === 3) refuse(config.range, REASONS.imageOrder, config.function);
    const bias = config.flag("useBias", true);
    return {
      stem: "dense_Dense",
      main: { type: "Linear", inFeatures: input.at(-1)!, outFeatures: config.count("units"), bias },
      ...activationOf(config),
    };
  },
  conv2d: (config, input) => {
    needImages(config, input);
    const kernelSize = config.pair("kernelSize");
    const stride = config.pair("strides", [1, 1]);
    const padding = config.text("padding", "valid");
    if (padding !== "valid" && !(padding === "same" && isOne(stride))) refusePadding(config);
    channelsLast(config);
    return {
      stem: "conv2d_Conv2D",
      main: {
        type: "Conv2d",
        inChannels: input[0]!,
        outChannels: config.count("filters"),
        kernelSize,
        stride,
        padding: padding === "same" ? "same" : [0, 0],
        dilation: config.pair("dilationRate", [1, 1]),
        groups: 1,
        bias: config.flag("useBias", true),
        paddingMode: "zeros",
      },
      ...activationOf(config),
    };
  },
  maxPooling2d: (config, input) => {
    const { kernelSize, stride } = windowOf(config, input);
    const main: Layer = { type: "MaxPool2d", kernelSize, stride, padding: 0, dilation: 1, ceilMode: false };
    return { stem: "max_pooling2d_MaxPooling2D", main };
  },
  averagePooling2d: (config, input) => {
    const { kernelSize, stride } = windowOf(config, input);
    const main: Layer = { type: "AvgPool2d", kernelSize, stride, padding: 0, ceilMode: false, countIncludePad: true };
    return { stem: "average_pooling2d_AveragePooling2D", main };
  },
  globalAveragePooling2d: (config, input) => {
    needImages(config, input);
    channelsLast(config);
    const main: Layer = { type: "AdaptiveAvgPool2d", outputSize: 1 };
    return { stem: "global_average_pooling2d_GlobalAveragePooling2D", main, after: FLATTEN };
  },
  flatten: (config, input) => {
    if (input.length < 2) refuse(config.range, REASONS.shape, config.function, `[${input.join(", ")}]`);
    channelsLast(config);
    const isOrdered = input.length !== 3 || input[0] === 1 || (input[1] === 1 && input[2] === 1);
    return { stem: "flatten_Flatten", main: FLATTEN, ...(!isOrdered && { before: CHANNELS_LAST }) };
  },
  dropout: config => ({
    stem: "dropout_Dropout",
    main: { type: "Dropout", p: config.number("rate"), inplace: false },
  }),
  activation: config => ({ stem: "activation_Activation", ...optional("main", activationOf(config, true).after) }),
  reLU: config => {
    const highest = config.given("maxValue")?.value;
    if (highest !== undefined && highest !== 6) config.wrong(config.given("maxValue")!, "maxValue", "6");
    return { stem: "re_lu_ReLU", main: { type: highest === 6 ? "ReLU6" : "ReLU", inplace: false } };
  },
  leakyReLU: config => ({
    stem: "leaky_re_lu_LeakyReLU",
    main: { type: "LeakyReLU", negativeSlope: config.number("alpha", 0.3), inplace: false },
  }),
  elu: config => {
    if (config.number("alpha", 1) !== 1) config.wrong(config.given("alpha")!, "alpha", "1");
    return { stem: "elu_ELU", main: activationLayer("elu")! };
  },
  softmax: config => {
    if (config.number("axis", -1) !== -1) config.wrong(config.given("axis")!, "axis", "-1");
    return { stem: "softmax_Softmax", main: activationLayer("softmax")! };
  },
  reshape: (config, input) => {
    const entry = config.given("targetShape") ?? refuse(config.range, REASONS.missing, config.function, "targetShape");
    const target = numbersOf(entry.value);
    const isRow = target?.length === 1 && target[0] === elementCount(input);
    if (isRow && (input.length < 3 || input[0] === 1)) return { stem: "reshape_Reshape", main: FLATTEN };
    const isImage = target?.length === 3 && target[2] === 1 && elementCount(target) === elementCount(input);
    if (!isImage || input.length !== 1) return config.wrong(entry, "targetShape", "[28, 28, 1]");
    return {
      stem: "reshape_Reshape",
      main: { type: "Unflatten", dim: 1, unflattenedSize: [1, target[0]!, target[1]!] },
    };
  },
};

/** Other names of the same functions. */
export const LAYER_ALIASES: Readonly<Record<string, string>> = {
  maxPool2d: "maxPooling2d",
  averagePool2d: "averagePooling2d",
  avgPool2d: "averagePooling2d",
  avgPooling2d: "averagePooling2d",
};

function activationOf(config: LayerConfig, isNeeded = false): { readonly after?: Layer } {
  const entry = config.given("activation");
  if (!entry && isNeeded) refuse(config.range, REASONS.missing, config.function, "activation");
  const name = entry?.value ?? "linear";
  if (typeof name !== "string" || !isActivation(name)) {
    return refuse(entry!.range, REASONS.unknownActivation, typeof name === "string" ? name : "?");
  }
  return optional("after", activationLayer(name));
}

function optional<K extends string>(key: K, layer: Layer | undefined): { readonly [N in K]?: Layer } {
  return (layer ? { [key]: layer } : {}) as { readonly [N in K]?: Layer };
}

function windowOf(config: LayerConfig, input: Shape): { readonly kernelSize: Pair; readonly stride: Pair } {
  needImages(config, input);
  channelsLast(config);
  if (config.text("padding", "valid") !== "valid") refusePadding(config);
  const kernelSize = config.pair("poolSize", [2, 2]);
  return { kernelSize, stride: config.pair("strides", kernelSize) };
}

function channelsLast(config: LayerConfig): void {
  if (config.text("dataFormat", "channelsLast") !== "channelsLast") {
    config.wrong(config.given("dataFormat")!, "dataFormat", '"channelsLast"');
  }
}

function refusePadding(config: LayerConfig): never {
  return config.wrong(config.given("padding")!, "padding", '"valid"');
}

function needImages(config: LayerConfig, input: Shape): void {
  if (input.length !== 3) refuse(config.range, REASONS.shape, config.function, `[${input.join(", ")}]`);
}

const isOne = ([a, b]: Pair) => a === 1 && b === 1;
