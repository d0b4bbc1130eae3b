import type { Shape } from "./modelSpec";

/** How PyTorch fills a parameter when its module is constructed. `fanIn` is the number of inputs of one output. */
export type Initialization =
  | { readonly kind: "kaiming-uniform"; readonly fanIn: number }
  | { readonly kind: "uniform-by-fan-in"; readonly fanIn: number }
  | { readonly kind: "constant"; readonly value: number };

/** A tensor that a layer owns: a parameter, or a buffer when it is not trained. */
export interface LayerTensor {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: "float32" | "int64";
  readonly trained: boolean;
  readonly initialization: Initialization;
}

/** The arguments of each layer type, named as in PyTorch, in camel case. A function such as `torch.relu` is the layer it equals. */
export interface LayerArguments {
  Linear: { readonly inFeatures: number; readonly outFeatures: number; readonly bias: boolean };
  ReLU: { readonly inplace: boolean };
  Flatten: { readonly startDim: number; readonly endDim: number };
  Identity: object;
}

export type LayerType = keyof LayerArguments;
export type LayerOf<T extends LayerType> = { readonly type: T } & LayerArguments[T];
export type Layer = { [T in LayerType]: LayerOf<T> }[LayerType];

/** What the project knows about a type of layer, apart from how an engine computes it. */
export interface LayerKind<T extends LayerType> {
  /** Parameters and buffers in PyTorch's order. */
  tensors(layer: LayerOf<T>): readonly LayerTensor[];
  /** The output shape for one sample, or undefined when the layer cannot take `input`. */
  outputShape(layer: LayerOf<T>, input: Shape): Shape | undefined;
  /** The text between the parentheses of PyTorch's `repr`. */
  extraRepr(layer: LayerOf<T>): string;
}

const python = (value: boolean) => (value ? "True" : "False");
const unchanged = (_layer: unknown, input: Shape) => input;
const none = () => [];

/** Sources: `torch/nn/modules/linear.py`, `activation.py`, `flatten.py`. */
export const LAYERS: { readonly [T in LayerType]: LayerKind<T> } = {
  Linear: {
    tensors: ({ inFeatures, outFeatures, bias }) => {
      const weight: LayerTensor = {
        name: "weight",
        shape: [outFeatures, inFeatures],
        dtype: "float32",
        trained: true,
        initialization: { kind: "kaiming-uniform", fanIn: inFeatures },
      };
      const offset: LayerTensor = {
        name: "bias",
        shape: [outFeatures],
        dtype: "float32",
        trained: true,
        initialization: { kind: "uniform-by-fan-in", fanIn: inFeatures },
      };
      return bias ? [weight, offset] : [weight];
    },
    outputShape: ({ inFeatures, outFeatures }, input) =>
      input.at(-1) === inFeatures ? [...input.slice(0, -1), outFeatures] : undefined,
    extraRepr: ({ inFeatures, outFeatures, bias }) =>
      `in_features=${inFeatures}, out_features=${outFeatures}, bias=${python(bias)}`,
  },
  ReLU: { tensors: none, outputShape: unchanged, extraRepr: ({ inplace }) => (inplace ? "inplace=True" : "") },
  Flatten: {
    tensors: none,
    outputShape: ({ startDim, endDim }, input) => {
      const rank = input.length + 1; // the batch dimension is dimension 0
      const [start, end] = [startDim, endDim].map(dim => (dim < 0 ? dim + rank : dim) - 1) as [number, number];
      if (start < 0 || end >= input.length || start > end) return undefined;
      const merged = input.slice(start, end + 1).reduce((product, size) => product * size, 1);
      return [...input.slice(0, start), merged, ...input.slice(end + 1)];
    },
    extraRepr: ({ startDim, endDim }) => `start_dim=${startDim}, end_dim=${endDim}`,
  },
  Identity: { tensors: none, outputShape: unchanged, extraRepr: () => "" },
};

/** The entry of `layer`'s type, typed for a layer whose type is known only at run time. */
export function layerKind(layer: Layer): LayerKind<LayerType> {
  return LAYERS[layer.type];
}
