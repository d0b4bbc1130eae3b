import type { LayerOf } from "../../../../model/layers";
import type { Operation, Pass } from "../operation";
import { addGradient, type OperationContext } from "../operationContext";
import type { Tensor } from "../tensorflow";

/** `nn.Linear`. */
export function createLinear(layer: LayerOf<"Linear">, { tf, parameter }: OperationContext): Operation {
  const weightIn = parameter("weight")!;
  const biasIn = layer.bias ? parameter("bias") : undefined;
  let input: Tensor;
  return {
    forward: (x, pass: Pass) => {
      input = x;
      const product = tf.matMul(x, weightIn(pass).value, false, true);
      return biasIn ? tf.add(product, biasIn(pass).value) : product;
    },
    backward: (outputGradient, pass, wantsInputGradient) => {
      addGradient(tf, weightIn(pass), tf.matMul(outputGradient, input, true, false));
      if (biasIn) addGradient(tf, biasIn(pass), tf.sum(outputGradient, 0));
      return wantsInputGradient ? tf.matMul(outputGradient, weightIn(pass).value) : undefined;
    },
  };
}
