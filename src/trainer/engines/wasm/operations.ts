import type { LayerOf, LayerType } from "../../../model/layers";
import type { Activation } from "./matrix";
import type { Operation } from "./operation";
import { createDenseLinear } from "./operations/denseLinear";
import type { OperationContext } from "./operations/operationContext";
import { createRelu } from "./operations/relu";

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
  Flatten: handOn,
  Identity: handOn,
};

/** Layers after which the images are still the images. */
export const IMAGE_PRESERVING: ReadonlySet<LayerType> = new Set(["Flatten", "Identity"]);
