import type { LayerKind, LayerKinds, LayerTensor } from "../layers";
import type { Shape } from "../modelSpec";
import { pythonBool, pythonFloat, pythonTuple } from "../pythonText";

/** Sources: `torch/nn/modules/batchnorm.py`, `normalization.py`. */
export const NORMALIZATIONS: LayerKinds<"BatchNorm1d" | "BatchNorm2d" | "LayerNorm" | "GroupNorm"> = {
  BatchNorm1d: batchNorm(sizes => sizes <= 2),
  BatchNorm2d: batchNorm(sizes => sizes === 3),
  LayerNorm: {
    tensors: ({ normalizedShape, elementwiseAffine, bias }) =>
      elementwiseAffine ? scaleAndShift(normalizedShape, bias) : [],
    outputShape: ({ normalizedShape }, input) => {
      const last = input.slice(-normalizedShape.length);
      const fits = last.length === normalizedShape.length && last.every((size, at) => size === normalizedShape[at]);
      return fits ? input : undefined;
    },
    extraRepr: ({ normalizedShape, eps, elementwiseAffine, bias }) =>
      `${pythonTuple(normalizedShape)}, eps=${pythonFloat(eps)}, ` +
      `elementwise_affine=${pythonBool(elementwiseAffine)}, bias=${pythonBool(elementwiseAffine && bias)}`,
  },
  GroupNorm: {
    tensors: ({ numChannels, affine, bias }) => (affine ? scaleAndShift([numChannels], bias) : []),
    outputShape: ({ numChannels }, input) => (input[0] === numChannels ? input : undefined),
    extraRepr: ({ numGroups, numChannels, eps, affine, bias }) =>
      `${numGroups}, ${numChannels}, eps=${pythonFloat(eps)}, affine=${pythonBool(affine)}, ` +
      `bias=${pythonBool(affine && bias)}`,
  },
};

function batchNorm<T extends "BatchNorm1d" | "BatchNorm2d">(takes: (sizes: number) => boolean): LayerKind<T> {
  return {
    tensors: ({ numFeatures, affine, bias, trackRunningStats }) => [
      ...(affine ? scaleAndShift([numFeatures], bias) : []),
      ...(trackRunningStats ? [...runningStatistics(numFeatures)] : []),
    ],
    outputShape: ({ numFeatures }, input) => (input[0] === numFeatures && takes(input.length) ? input : undefined),
    extraRepr: ({ numFeatures, eps, momentum, affine, bias, trackRunningStats }) =>
      `${numFeatures}, eps=${pythonFloat(eps)}, momentum=${momentum === null ? "None" : pythonFloat(momentum)}, ` +
      `affine=${pythonBool(affine)}, bias=${pythonBool(affine && bias)}, ` +
      `track_running_stats=${pythonBool(trackRunningStats)}`,
  };
}

function scaleAndShift(shape: Shape, bias: boolean): readonly LayerTensor[] {
  const weight = constant("weight", shape, 1, true);
  return bias ? [weight, constant("bias", shape, 0, true)] : [weight];
}

function runningStatistics(numFeatures: number): readonly LayerTensor[] {
  return [
    constant("running_mean", [numFeatures], 0, false),
    constant("running_var", [numFeatures], 1, false),
    { ...constant("num_batches_tracked", [], 0, false), dtype: "int64" },
  ];
}

function constant(name: string, shape: Shape, value: number, trained: boolean): LayerTensor {
  return { name, shape, dtype: "float32", trained, initialization: { kind: "constant", value } };
}
