import type { LayerKinds } from "../layers";

/** Layers of several inputs, which have no class in `torch.nn`. */
export const JOINS: LayerKinds<"Add" | "Concatenate"> = {
  Add: {
    tensors: () => [],
    outputShape: (_, input, others = []) =>
      others.every(other => other.length === input.length && other.every((size, at) => size === input[at]))
        ? input
        : undefined,
    extraRepr: () => "",
  },
  Concatenate: {
    tensors: () => [],
    outputShape: ({ dim }, input, others = []) => {
      const at = (dim < 0 ? dim + input.length + 1 : dim) - 1;
      const fits = others.every(
        other => other.length === input.length && other.every((size, axis) => axis === at || size === input[axis]),
      );
      if (!fits || at < 0 || at >= input.length) return undefined;
      return input.map((size, axis) => (axis === at ? others.reduce((sum, other) => sum + other[at]!, size) : size));
    },
    extraRepr: ({ dim }) => `dim=${dim}`,
  },
};
