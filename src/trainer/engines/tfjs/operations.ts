import type { LayerOf, LayerType } from "../../../model/layers";
import type { Operation } from "./operation";
import type { OperationContext } from "./operationContext";
import { activation } from "./operations/activations";
import { createBatchNorm } from "./operations/batchNorm";
import { createDropout } from "./operations/dropout";
import { createLayerNorm } from "./operations/layerNorm";
import { createLinear } from "./operations/linear";
import { createSoftmax } from "./operations/softmax";

type CreateOperation<T extends LayerType> = (layer: LayerOf<T>, context: OperationContext) => Operation;

/** Rows of samples lie the same in memory before and after. */
const passThrough: Operation = { forward: x => x, backward: g => g };

/** How this engine computes each type of layer. */
export const OPERATIONS: { readonly [T in LayerType]?: CreateOperation<T> } = {
  Linear: createLinear,
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
  Softmax: createSoftmax,
  LogSoftmax: createSoftmax,
  Dropout: createDropout,
  BatchNorm1d: createBatchNorm,
  LayerNorm: createLayerNorm,
  Flatten: () => passThrough,
  Identity: () => passThrough,
};
