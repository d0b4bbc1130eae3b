import type { Extent, LayerKind, LayerKinds, Pair } from "../layers";
import type { Shape } from "../modelSpec";
import { pythonBool, pythonTuple } from "../pythonText";

interface Window {
  readonly kernelSize: Extent;
  readonly stride: Extent;
  readonly padding: Extent;
  readonly dilation?: Extent;
  readonly ceilMode: boolean;
}

/** Sources: `torch/nn/modules/pooling.py`, `aten/src/ATen/native/Pool.h` for the sizes. */
export const POOLINGS: LayerKinds<"MaxPool2d" | "AvgPool2d" | "AdaptiveAvgPool2d" | "AdaptiveMaxPool2d"> = {
  MaxPool2d: {
    tensors: () => [],
    outputShape: pooledShape,
    extraRepr: ({ kernelSize, stride, padding, dilation, ceilMode }) =>
      `kernel_size=${extent(kernelSize)}, stride=${extent(stride)}, padding=${extent(padding)}, ` +
      `dilation=${extent(dilation)}, ceil_mode=${pythonBool(ceilMode)}`,
  },
  AvgPool2d: {
    tensors: () => [],
    outputShape: pooledShape,
    extraRepr: ({ kernelSize, stride, padding }) =>
      `kernel_size=${extent(kernelSize)}, stride=${extent(stride)}, padding=${extent(padding)}`,
  },
  AdaptiveAvgPool2d: adaptive(),
  AdaptiveMaxPool2d: adaptive(),
};

/** Both numbers of an `Extent`. */
export function pairOf(value: Extent): Pair {
  return typeof value === "number" ? [value, value] : value;
}

function pooledShape(window: Window, [channels, height, width, ...more]: Shape): Shape | undefined {
  if (channels === undefined || height === undefined || width === undefined || more.length > 0) return undefined;
  const [outHeight, outWidth] = [pooled(window, 0, height), pooled(window, 1, width)];
  return outHeight > 0 && outWidth > 0 ? [channels, outHeight, outWidth] : undefined;
}

function pooled(window: Window, axis: 0 | 1, size: number): number {
  const [kernel, stride, padding, dilation] = [
    window.kernelSize,
    window.stride,
    window.padding,
    window.dilation ?? 1,
  ].map(value => pairOf(value)[axis]) as [number, number, number, number];
  if (padding > kernel / 2) return 0;
  const steps = (size + 2 * padding - dilation * (kernel - 1) - 1) / stride;
  const count = (window.ceilMode ? Math.ceil(steps) : Math.floor(steps)) + 1;
  // The last window has to begin inside the input or its left border.
  return window.ceilMode && (count - 1) * stride >= size + padding ? count - 1 : count;
}

function adaptive<T extends "AdaptiveAvgPool2d" | "AdaptiveMaxPool2d">(): LayerKind<T> {
  return {
    tensors: () => [],
    outputShape: ({ outputSize }, [channels, height, width, ...more]) => {
      if (channels === undefined || height === undefined || width === undefined || more.length > 0) return undefined;
      const [outHeight, outWidth] = typeof outputSize === "number" ? [outputSize, outputSize] : outputSize;
      return [channels, outHeight ?? height, outWidth ?? width];
    },
    extraRepr: ({ outputSize }) =>
      typeof outputSize === "number"
        ? `output_size=${outputSize}`
        : `output_size=(${outputSize.map(size => size ?? "None").join(", ")})`,
  };
}

const extent = (value: Extent) => (typeof value === "number" ? String(value) : pythonTuple(value));
