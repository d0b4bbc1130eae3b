import type { LayerOf, LayerType } from "../../../../model/layers";
import type { Shape } from "../../../../model/modelSpec";
import { elementCount } from "../../../../model/stateDict";
import type { Forward } from "../operation";
import type { OperationContext } from "../operations";
import { passThrough } from "../passThrough";
import { Conv2d } from "./conv2d";
import { GroupNorm } from "./groupNorm";
import { Add, Concatenate } from "./joins";
import { Permute } from "./permute";
import { adaptiveSpans, averageSpans, largest, maxSpans, mean, Pooling, type Reduce, type Span } from "./pooling";

type CreateForward<T extends LayerType> = (layer: LayerOf<T>, context: OperationContext) => Forward;

/** The types of layers that this engine evaluates but does not train. */
export const FORWARDS: { readonly [T in LayerType]?: CreateForward<T> } = {
  Conv2d: (layer, { precision, inputShape, outputShape, parameter }) =>
    new Conv2d(layer, inputShape, outputShape, parameter("weight")!, parameter("bias"), precision),
  MaxPool2d: (layer, context) => pooling(context, largest, (...place) => maxSpans(layer, ...place)),
  AvgPool2d: (layer, context) => pooling(context, mean, (...place) => averageSpans(layer, ...place)),
  AdaptiveMaxPool2d: (_, context) => pooling(context, largest, (_axis, ...sizes) => adaptiveSpans(...sizes)),
  AdaptiveAvgPool2d: (_, context) => pooling(context, mean, (_axis, ...sizes) => adaptiveSpans(...sizes)),
  GroupNorm: (layer, { precision, inputShape, parameter }) =>
    new GroupNorm(
      layer,
      elementCount(inputShape) / layer.numChannels,
      parameter("weight"),
      parameter("bias"),
      precision,
    ),
  Dropout1d: () => passThrough,
  Dropout2d: () => passThrough,
  Unflatten: () => passThrough,
  Permute: ({ dims }, { precision, inputShape }) => new Permute(dims, inputShape, precision),
  Add: (_, { precision }) => new Add(precision),
  Concatenate: ({ dim }, { precision, inputShape, otherShapes }) => {
    const axis = (dim < 0 ? dim + inputShape.length + 1 : dim) - 1;
    const sizeOf = (shape: Shape) => elementCount(shape.slice(axis));
    return new Concatenate([inputShape, ...otherShapes].map(sizeOf), precision);
  },
};

type SpansAlong = (axis: 0 | 1, size: number, count: number) => readonly Span[];

function pooling(
  { precision, inputShape, outputShape }: OperationContext,
  reduce: Reduce,
  spansAlong: SpansAlong,
): Forward {
  const [, height, width] = inputShape as [number, number, number];
  const [, high, wide] = outputShape as [number, number, number];
  return new Pooling([height, width], [spansAlong(0, height, high), spansAlong(1, width, wide)], reduce, precision);
}
