import type { LayerOf, LayerType } from "../../../model/layers";
import type { Activation } from "./matrix";
import type { Operation } from "./operation";
import { createActivation } from "./operations/activation";
import { createBatchNorm } from "./operations/batchNorm";
import { createDenseLinear } from "./operations/denseLinear";
import { createDropout } from "./operations/dropout";
import { createLayerNorm } from "./operations/layerNorm";
import type { OperationContext } from "./operations/operationContext";
import { createRelu } from "./operations/relu";
import { createSoftmax } from "./operations/softmax";

/** Makes the operation of a layer, or undefined when the layer hands on its input as it is. */
type CreateOperation<T extends LayerType> = (
  layer: LayerOf<T>,
  input: Activation,
  context: OperationContext,
) => Operation | undefined;

const handOn = () => undefined;

/** How this engine computes each type of layer. */
export const OPERATIONS: { readonly [T in LayerType]?: CreateOperation<T> } = {
  Linear: createDenseLinear,
  ReLU: (_layer, input, context) => createRelu(input, context),
  ReLU6: createActivation,
  LeakyReLU: createActivation,
  ELU: createActivation,
  SELU: createActivation,
  SiLU: createActivation,
  GELU: createActivation,
  Softplus: createActivation,
  Tanh: createActivation,
  Sigmoid: createActivation,
  Arithmetic: createActivation,
  Softmax: (_layer, input, context) => createSoftmax(false, input, context),
  LogSoftmax: (_layer, input, context) => createSoftmax(true, input, context),
  Dropout: ({ p }, input, context) => (p === 0 ? undefined : createDropout(p, input, context)),
  BatchNorm1d: createBatchNorm,
  LayerNorm: createLayerNorm,
  Flatten: handOn,
  Identity: handOn,
};
