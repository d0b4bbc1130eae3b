import { ACTIVATIONS } from "./layers/activations";
import { CONVOLUTIONS } from "./layers/convolutions";
import { DROPOUTS } from "./layers/dropouts";
import { JOINS } from "./layers/joins";
import { LINEAR } from "./layers/linear";
import { NORMALIZATIONS } from "./layers/normalizations";
import { POOLINGS } from "./layers/poolings";
import { RESHAPES } from "./layers/reshapes";
import type { Shape } from "./modelSpec";

/**
 * How a tensor is filled when its module is constructed. The two random kinds named after a fan-in are PyTorch's
 * defaults, where `fanIn` is the number of inputs of one output; `uniform` and `normal` come from `torch.nn.init`.
 */
export type Initialization =
  | { readonly kind: "kaiming-uniform"; readonly fanIn: number }
  | { readonly kind: "uniform-by-fan-in"; readonly fanIn: number }
  | { readonly kind: "uniform"; readonly low: number; readonly high: number }
  | { readonly kind: "normal"; readonly mean: number; readonly std: number }
  /** A normal distribution without what lies beyond two standard deviations. */
  | { readonly kind: "truncated-normal"; readonly mean: number; readonly std: number }
  | { readonly kind: "constant"; readonly value: number };

/** A tensor that a layer owns: a parameter, or a buffer when it is not trained. */
export interface LayerTensor {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: "float32" | "int64";
  readonly trained: boolean;
  readonly initialization: Initialization;
}

/** Height and width. */
export type Pair = readonly [number, number];
/** One number for both directions, or a pair; PyTorch prints it as it was given. */
export type Extent = number | Pair;

interface Inplace {
  readonly inplace: boolean;
}
interface Dropping extends Inplace {
  readonly p: number;
}
interface BatchNorm {
  readonly numFeatures: number;
  readonly eps: number;
  /** `null` for the average over all batches so far. */
  readonly momentum: number | null;
  readonly affine: boolean;
  readonly bias: boolean;
  readonly trackRunningStats: boolean;
}
interface Adaptive {
  /** `null` keeps the size of the input. */
  readonly outputSize: number | readonly [number | null, number | null];
}
interface AlongDimension {
  /** Counted with the batch as dimension 0; `null` is PyTorch's implicit choice: 1, for up to three sizes 0. */
  readonly dim: number | null;
}

/**
 * The arguments of each layer type, named as in PyTorch, in camel case. A function such as `torch.relu` is the layer
 * it equals; the types at the end have no class in `torch.nn`.
 */
export interface LayerArguments {
  Linear: { readonly inFeatures: number; readonly outFeatures: number; readonly bias: boolean };
  Conv2d: {
    readonly inChannels: number;
    readonly outChannels: number;
    readonly kernelSize: Pair;
    readonly stride: Pair;
    readonly padding: Pair | "same" | "valid";
    readonly dilation: Pair;
    readonly groups: number;
    readonly bias: boolean;
    readonly paddingMode: "zeros" | "reflect" | "replicate" | "circular";
  };
  MaxPool2d: {
    readonly kernelSize: Extent;
    readonly stride: Extent;
    readonly padding: Extent;
    readonly dilation: Extent;
    readonly ceilMode: boolean;
  };
  AvgPool2d: {
    readonly kernelSize: Extent;
    readonly stride: Extent;
    readonly padding: Extent;
    readonly ceilMode: boolean;
    readonly countIncludePad: boolean;
  };
  AdaptiveAvgPool2d: Adaptive;
  AdaptiveMaxPool2d: Adaptive;
  BatchNorm1d: BatchNorm;
  BatchNorm2d: BatchNorm;
  LayerNorm: {
    readonly normalizedShape: Shape;
    readonly eps: number;
    readonly elementwiseAffine: boolean;
    readonly bias: boolean;
  };
  GroupNorm: {
    readonly numGroups: number;
    readonly numChannels: number;
    readonly eps: number;
    readonly affine: boolean;
    readonly bias: boolean;
  };
  Dropout: Dropping;
  Dropout1d: Dropping;
  Dropout2d: Dropping;
  ReLU: Inplace;
  ReLU6: Inplace;
  LeakyReLU: Inplace & { readonly negativeSlope: number };
  ELU: Inplace & { readonly alpha: number };
  SELU: Inplace;
  SiLU: Inplace;
  GELU: { readonly approximate: "none" | "tanh" };
  Softplus: { readonly beta: number; readonly threshold: number };
  Tanh: object;
  Sigmoid: object;
  Softmax: AlongDimension;
  LogSoftmax: AlongDimension;
  Flatten: { readonly startDim: number; readonly endDim: number };
  Unflatten: { readonly dim: number; readonly unflattenedSize: Shape };
  Identity: object;
  /** `tensor.permute(dims)`; the batch stays dimension 0. */
  Permute: { readonly dims: readonly number[] };
  /** `x operator value`, or `value operator x` when reversed. */
  Arithmetic: { readonly operator: "+" | "-" | "*" | "/"; readonly value: number; readonly isReversed: boolean };
  /** The sum of its inputs, such as a residual connection. */
  Add: object;
  /** `torch.cat` of its inputs. */
  Concatenate: { readonly dim: number };
}

export type LayerType = keyof LayerArguments;
export type LayerOf<T extends LayerType> = { readonly type: T } & LayerArguments[T];
export type Layer = { [T in LayerType]: LayerOf<T> }[LayerType];

/** What the project knows about a type of layer, apart from how an engine computes it. */
export interface LayerKind<T extends LayerType> {
  /** Parameters and buffers in PyTorch's order. */
  tensors(layer: LayerOf<T>): readonly LayerTensor[];
  /**
   * The output shape for one sample, or undefined when the layer cannot take `input`. `others` are the further inputs
   * of the layers that join several.
   */
  outputShape(layer: LayerOf<T>, input: Shape, others?: readonly Shape[]): Shape | undefined;
  /** The text between the parentheses of PyTorch's `repr` (2.13). */
  extraRepr(layer: LayerOf<T>): string;
}

/** A part of the table of layers. */
export type LayerKinds<T extends LayerType> = { readonly [K in T]: LayerKind<K> };

/** Sources: `torch/nn/modules/*.py`. */
export const LAYERS: LayerKinds<LayerType> = {
  ...LINEAR,
  ...CONVOLUTIONS,
  ...POOLINGS,
  ...NORMALIZATIONS,
  ...DROPOUTS,
  ...ACTIVATIONS,
  ...RESHAPES,
  ...JOINS,
};

/** The entry of `layer`'s type, typed for a layer whose type is known only at run time. */
export function layerKind(layer: Layer): LayerKind<LayerType> {
  return LAYERS[layer.type];
}
