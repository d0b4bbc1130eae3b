import type { LayerOf, LayerType } from "../../../model/layers";
import type { Shape } from "../../../model/modelSpec";
import { elementCount } from "../../../model/stateDict";
import { ACTIVATION_FUNCTIONS, type Activation } from "./activations";
import { BatchNorm } from "./batchNorm";
import { Dropout, type DropoutSource } from "./dropout";
import { Elementwise } from "./elementwise";
import { LayerNorm } from "./layerNorm";
import { Linear } from "./linear";
import type { Operation, Parameter } from "./operation";
import { passThrough } from "./passThrough";
import type { Precision } from "./precision";
import { lanesAlong, Softmax } from "./softmax";

/** What an operation is made from. */
export interface OperationContext {
  readonly precision: Precision;
  /** Of one sample, as are the other shapes. */
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** Of the inputs after the first. */
  readonly otherShapes: readonly Shape[];
  readonly dropoutSource: DropoutSource;
  /** The layer's own tensor of that short name. */
  readonly parameter: (name: string) => Parameter | undefined;
}

type CreateOperation<T extends LayerType> = (layer: LayerOf<T>, context: OperationContext) => Operation;

/** How this engine computes each type of layer that it trains. */
export const OPERATIONS: { readonly [T in LayerType]?: CreateOperation<T> } = {
  Linear: (layer, { precision, parameter }) =>
    new Linear(layer, parameter("weight")!, layer.bias ? parameter("bias")! : undefined, precision),
  ReLU: activation("ReLU"),
  ReLU6: activation("ReLU6"),
  LeakyReLU: activation("LeakyReLU"),
  ELU: activation("ELU"),
  SELU: activation("SELU"),
  SiLU: activation("SiLU"),
  GELU: activation("GELU"),
  Softplus: activation("Softplus"),
  Tanh: activation("Tanh"),
  Sigmoid: activation("Sigmoid"),
  Arithmetic: activation("Arithmetic"),
  Softmax: ({ dim }, { precision, inputShape }) => new Softmax(lanesAlong(dim, inputShape), false, precision),
  LogSoftmax: ({ dim }, { precision, inputShape }) => new Softmax(lanesAlong(dim, inputShape), true, precision),
  Dropout: ({ p }, { precision, dropoutSource }) => new Dropout(p, dropoutSource, precision),
  BatchNorm1d: batchNorm,
  BatchNorm2d: batchNorm,
  LayerNorm: ({ normalizedShape, eps }, { precision, parameter }) =>
    new LayerNorm(elementCount(normalizedShape), eps, parameter("weight"), parameter("bias"), precision),
  Flatten: () => passThrough,
  Identity: () => passThrough,
};

function activation<T extends Activation>(type: T): CreateOperation<T> {
  return (layer, { precision }) => new Elementwise(ACTIVATION_FUNCTIONS[type](layer), precision);
}

function batchNorm(
  { numFeatures, eps, momentum }: LayerOf<"BatchNorm1d" | "BatchNorm2d">,
  { precision, inputShape, parameter }: OperationContext,
): Operation {
  const inner = elementCount(inputShape) / numFeatures;
  const tensors = {
    weight: parameter("weight"),
    bias: parameter("bias"),
    runningMean: parameter("running_mean"),
    runningVar: parameter("running_var"),
    batchesTracked: parameter("num_batches_tracked"),
  };
  return new BatchNorm({ channels: numFeatures, inner, eps, momentum }, tensors, precision);
}
