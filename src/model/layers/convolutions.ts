import type { LayerKinds, LayerOf } from "../layers";
import { pythonTuple } from "../pythonText";
import { weightAndBias } from "./weightAndBias";

/** Source: `torch/nn/modules/conv.py`. */
export const CONVOLUTIONS: LayerKinds<"Conv2d"> = {
  Conv2d: {
    tensors: ({ inChannels, outChannels, kernelSize, groups, bias }) => {
      const perGroup = inChannels / groups;
      return weightAndBias([outChannels, perGroup, ...kernelSize], perGroup * kernelSize[0] * kernelSize[1], bias);
    },
    outputShape: (layer, [channels, height, width, ...more]) => {
      if (channels !== layer.inChannels || height === undefined || width === undefined || more.length > 0) {
        return undefined;
      }
      const [outHeight, outWidth] = [slide(layer, 0, height), slide(layer, 1, width)];
      return outHeight > 0 && outWidth > 0 ? [layer.outChannels, outHeight, outWidth] : undefined;
    },
    extraRepr: ({ inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, paddingMode }) =>
      [
        `${inChannels}, ${outChannels}, kernel_size=${pythonTuple(kernelSize)}, stride=${pythonTuple(stride)}`,
        ...(typeof padding === "string" ? [`padding=${padding}`] : []),
        ...(typeof padding !== "string" && padding.some(size => size !== 0) ? [`padding=${pythonTuple(padding)}`] : []),
        ...(dilation.some(size => size !== 1) ? [`dilation=${pythonTuple(dilation)}`] : []),
        ...(groups === 1 ? [] : [`groups=${groups}`]),
        ...(bias ? [] : ["bias=False"]),
        ...(paddingMode === "zeros" ? [] : [`padding_mode=${paddingMode}`]),
      ].join(", "),
  },
};

function slide({ kernelSize, stride, padding, dilation }: LayerOf<"Conv2d">, axis: 0 | 1, size: number): number {
  if (padding === "same") return size;
  const border = padding === "valid" ? 0 : padding[axis];
  return Math.floor((size + 2 * border - dilation[axis] * (kernelSize[axis] - 1) - 1) / stride[axis]) + 1;
}
