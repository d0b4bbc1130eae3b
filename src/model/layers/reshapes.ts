import type { LayerKinds } from "../layers";
import { pythonTuple } from "../pythonText";

/** Source: `torch/nn/modules/flatten.py`. */
export const RESHAPES: LayerKinds<"Flatten" | "Unflatten" | "Identity" | "Permute"> = {
  Flatten: {
    tensors: () => [],
    outputShape: ({ startDim, endDim }, input) => {
      const [start, end] = [sampleDim(startDim, input.length), sampleDim(endDim, input.length)];
      if (start < 0 || end >= input.length || start > end) return undefined;
      return [...input.slice(0, start), product(input.slice(start, end + 1)), ...input.slice(end + 1)];
    },
    extraRepr: ({ startDim, endDim }) => `start_dim=${startDim}, end_dim=${endDim}`,
  },
  Unflatten: {
    tensors: () => [],
    outputShape: ({ dim, unflattenedSize }, input) => {
      const at = sampleDim(dim, input.length);
      const open = unflattenedSize.filter(size => size === -1).length;
      const size = input[at];
      if (at < 0 || size === undefined || open > 1) return undefined;
      const known = product(unflattenedSize.filter(part => part !== -1));
      const sizes = unflattenedSize.map(part => (part === -1 ? size / known : part));
      if (product(sizes) !== size || !sizes.every(Number.isInteger)) return undefined;
      return [...input.slice(0, at), ...sizes, ...input.slice(at + 1)];
    },
    extraRepr: ({ dim, unflattenedSize }) => `dim=${dim}, unflattened_size=${pythonTuple(unflattenedSize)}`,
  },
  Identity: { tensors: () => [], outputShape: (_, input) => input, extraRepr: () => "" },
  Permute: {
    tensors: () => [],
    outputShape: ({ dims }, input) => {
      const order = dims.slice(1).map(dim => dim - 1);
      const isPermutation = new Set(order).size === input.length && order.every(at => at >= 0 && at < input.length);
      return dims[0] === 0 && isPermutation && order.length === input.length ? order.map(at => input[at]!) : undefined;
    },
    extraRepr: ({ dims }) => pythonTuple(dims),
  },
};

/** Dimension `dim` of a batch, which may count from the end, as an index into the shape of one sample. */
function sampleDim(dim: number, sampleRank: number): number {
  return (dim < 0 ? dim + sampleRank + 1 : dim) - 1;
}

const product = (sizes: readonly number[]) => sizes.reduce((result, size) => result * size, 1);
