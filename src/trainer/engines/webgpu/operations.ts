import type { LayerOf, LayerType } from "../../../model/layers";
import type { Activation } from "./activationSpace";
import { createBatchNorm } from "./operations/batchNorm";
import { createDropout } from "./operations/dropout";
import { createElementwise } from "./operations/elementwise";
import { createLayerNorm } from "./operations/layerNorm";
import type { Operation } from "./operations/operation";
import type { OperationContext } from "./operations/operationContext";
import { createSoftmax } from "./operations/softmax";

/** Makes the operation of a layer, or undefined when the layer hands on its input as it is. */
type CreateOperation<T extends LayerType> = (
  layer: LayerOf<T>,
  input: Activation,
  context: OperationContext,
) => Operation | undefined;

const handOn = () => undefined;

/** How this engine computes each type of layer besides `Linear`, which may also take images. */
export const OPERATIONS: { readonly [T in Exclude<LayerType, "Linear">]?: CreateOperation<T> } = {
  ReLU: createElementwise,
  ReLU6: createElementwise,
  LeakyReLU: createElementwise,
  ELU: createElementwise,
  SELU: createElementwise,
  SiLU: createElementwise,
  GELU: createElementwise,
  Softplus: createElementwise,
  Tanh: createElementwise,
  Sigmoid: createElementwise,
  Arithmetic: createElementwise,
  Softmax: (_layer, input, context) => createSoftmax(false, input, context),
  LogSoftmax: (_layer, input, context) => createSoftmax(true, input, context),
  Dropout: ({ p }, input, context) => (p === 0 || !context.training ? undefined : createDropout(p, input, context)),
  BatchNorm1d: createBatchNorm,
  LayerNorm: ({ eps }, input, context) => createLayerNorm(eps, input, context),
  Flatten: handOn,
  Identity: handOn,
};
