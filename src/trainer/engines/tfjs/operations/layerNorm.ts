import type { LayerOf } from "../../../../model/layers";
import { elementCount } from "../../../../model/stateDict";
import type { Operation } from "../operation";
import type { OperationContext } from "../operationContext";
import type { Tensor } from "../tensorflow";
import { Normalization } from "./normalization";

/** `nn.LayerNorm` over groups of values that follow each other. */
export function createLayerNorm(
  { normalizedShape, eps }: LayerOf<"LayerNorm">,
  { tf, constant, inputShape, parameter }: OperationContext,
): Operation {
  const size = elementCount(normalizedShape);
  const affine = { weight: parameter("weight"), bias: parameter("bias") };
  const normalization = new Normalization(tf, [1], [1, size], constant(eps), affine);
  const groups = (x: Tensor) => tf.reshape(x, [-1, size]);
  const rows = (x: Tensor) => tf.reshape(x, [-1, elementCount(inputShape)]);
  return {
    forward: (x, pass) => rows(normalization.forward(groups(x), pass).output),
    backward: (g, pass) => rows(normalization.backward(groups(g), pass)),
  };
}
