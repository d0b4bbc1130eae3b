import type { LayerTensor } from "../layers";
import type { Shape } from "../modelSpec";

/** The tensors of linear and convolution layers with PyTorch's default start; `fanIn`: inputs of one output. */
export function weightAndBias(shape: Shape, fanIn: number, bias: boolean): readonly LayerTensor[] {
  const weight: LayerTensor = {
    name: "weight",
    shape,
    dtype: "float32",
    trained: true,
    initialization: { kind: "kaiming-uniform", fanIn },
  };
  if (!bias) return [weight];
  const offset: LayerTensor = {
    name: "bias",
    shape: shape.slice(0, 1),
    dtype: "float32",
    trained: true,
    initialization: { kind: "uniform-by-fan-in", fanIn },
  };
  return [weight, offset];
}
