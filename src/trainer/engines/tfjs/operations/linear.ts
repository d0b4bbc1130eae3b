import type { LayerOf } from "../../../../model/layers";
import { elementCount } from "../../../../model/stateDict";
import type { Operation } from "../operation";
import { addGradient, type OperationContext } from "../operationContext";
import type { Tensor } from "../tensorflow";

/** `nn.Linear` on each row of features that a sample has. */
export function createLinear(
  { inFeatures, outFeatures, bias }: LayerOf<"Linear">,
  { tf, inputShape, parameter }: OperationContext,
): Operation {
  const weightIn = parameter("weight")!;
  const biasIn = bias ? parameter("bias") : undefined;
  const rows = elementCount(inputShape) / inFeatures;
  const regroup = (x: Tensor, size: number) => (rows === 1 ? x : tf.reshape(x, [-1, size]));
  let input: Tensor;
  return {
    forward: (x, pass) => {
      input = regroup(x, inFeatures);
      const product = tf.matMul(input, weightIn(pass).value, false, true);
      return regroup(biasIn ? tf.add(product, biasIn(pass).value) : product, rows * outFeatures);
    },
    backward: (outputGradient, pass, wantsInputGradient) => {
      const g = regroup(outputGradient, outFeatures);
      addGradient(tf, weightIn(pass), tf.matMul(g, input, true, false));
      if (biasIn) addGradient(tf, biasIn(pass), tf.sum(g, 0));
      return wantsInputGradient ? regroup(tf.matMul(g, weightIn(pass).value), rows * inFeatures) : undefined;
    },
  };
}
