import type { LayerOf, LayerType } from "../../../model/layers";
import { Linear } from "./linear";
import type { Operation, Parameter } from "./operation";
import { passThrough } from "./passThrough";
import type { Precision } from "./precision";
import { Relu } from "./relu";

/** What an operation is made from. `parameter` finds the layer's own tensors by their short names. */
export interface OperationContext {
  readonly precision: Precision;
  readonly parameter: (name: string) => Parameter;
}

type CreateOperation<T extends LayerType> = (layer: LayerOf<T>, context: OperationContext) => Operation;

/** How this engine computes each type of layer. */
export const OPERATIONS: { readonly [T in LayerType]?: CreateOperation<T> } = {
  Linear: (layer, { precision, parameter }) =>
    new Linear(layer, parameter("weight"), layer.bias ? parameter("bias") : undefined, precision),
  ReLU: (_layer, { precision }) => new Relu(precision),
  Flatten: () => passThrough,
  Identity: () => passThrough,
};
