import type { LayerOf, Pair } from "../../../../model/layers";
import { pairOf } from "../../../../model/layers/poolings";
import type { Batch, Forward } from "../operation";
import { GrowingBuffer, type Precision, type Reals } from "../precision";

/** The values along one axis that make one value of the output: every `step`-th from `begin` to before `end`. */
export interface Span {
  readonly begin: number;
  readonly end: number;
  readonly step: number;
  /** How many places of the window count for an average. */
  readonly counted: number;
}

/** Makes one number of a window of `image`, whose rows start `width` values apart. */
export type Reduce = (image: Reals, begin: number, width: number, rows: Span, columns: Span) => number;

/** Replaces each window of an image by one number. */
export class Pooling implements Forward {
  readonly #output: GrowingBuffer;

  constructor(
    /** Height and width of the input. */
    private readonly size: Pair,
    private readonly spans: readonly [readonly Span[], readonly Span[]],
    private readonly reduce: Reduce,
    precision: Precision,
  ) {
    this.#output = new GrowingBuffer(precision);
  }

  forward({ rows, values }: Batch): Batch {
    const [height, width] = this.size;
    const [down, across] = this.spans;
    const output = this.#output.take((values.length / (height * width)) * down.length * across.length);
    let at = 0;
    for (let begin = 0; begin < values.length; begin += height * width) {
      for (const span of down) {
        for (const other of across) output[at++] = this.reduce(values, begin, width, span, other);
      }
    }
    return { rows, values: output, background: 0 };
  }
}

/** The largest of a window; NaN wins, as in PyTorch. */
export const largest: Reduce = (image, begin, width, rows, columns) => {
  let result = -Infinity;
  for (let y = rows.begin; y < rows.end; y += rows.step) {
    for (let x = columns.begin; x < columns.end; x += columns.step) {
      const value = image[begin + y * width + x]!;
      if (value > result || value !== value) result = value;
    }
  }
  return result;
};

/** The mean of a window. */
export const mean: Reduce = (image, begin, width, rows, columns) => {
  let sum = 0;
  for (let y = rows.begin; y < rows.end; y++) {
    for (let x = columns.begin; x < columns.end; x++) sum += image[begin + y * width + x]!;
  }
  return sum / (rows.counted * columns.counted);
};

/** The windows of `MaxPool2d` along one axis. Source: `aten/src/ATen/native/cpu/MaxPoolKernel.cpp`. */
export function maxSpans(layer: LayerOf<"MaxPool2d">, axis: 0 | 1, size: number, count: number): Span[] {
  const [kernel, stride, padding, step] = [layer.kernelSize, layer.stride, layer.padding, layer.dilation].map(
    value => pairOf(value)[axis],
  ) as [number, number, number, number];
  return Array.from({ length: count }, (_, index) => {
    const start = index * stride - padding;
    const begin = start < 0 ? start + Math.ceil(-start / step) * step : start;
    return { begin, end: Math.min(start + (kernel - 1) * step + 1, size), step, counted: 0 };
  });
}

/** The windows of `AvgPool2d` along one axis. Source: `aten/src/ATen/native/cpu/AvgPoolKernel.cpp`. */
export function averageSpans(layer: LayerOf<"AvgPool2d">, axis: 0 | 1, size: number, count: number): Span[] {
  const [kernel, stride, padding] = [layer.kernelSize, layer.stride, layer.padding].map(
    value => pairOf(value)[axis],
  ) as [number, number, number];
  return Array.from({ length: count }, (_, index) => {
    const start = index * stride - padding;
    const [begin, end] = [Math.max(start, 0), Math.min(start + kernel, size)];
    const counted = layer.countIncludePad ? Math.min(start + kernel, size + padding) - start : end - begin;
    return { begin, end, step: 1, counted };
  });
}

/** The windows of the adaptive poolings along one axis. Source: `aten/src/ATen/native/AdaptivePooling.h`. */
export function adaptiveSpans(size: number, count: number): Span[] {
  return Array.from({ length: count }, (_, index) => {
    const begin = Math.floor((index * size) / count);
    const end = Math.ceil(((index + 1) * size) / count);
    return { begin, end, step: 1, counted: end - begin };
  });
}
