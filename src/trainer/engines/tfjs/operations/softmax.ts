import type { LayerOf } from "../../../../model/layers";
import { softmaxAxis } from "../../../../model/softmaxAxis";
import { elementCount } from "../../../../model/stateDict";
import type { Operation } from "../operation";
import type { OperationContext } from "../operationContext";
import type { Tensor } from "../tensorflow";

/** `nn.Softmax` or `nn.LogSoftmax` along one dimension of each sample. */
export function createSoftmax(
  { type, dim }: LayerOf<"Softmax"> | LayerOf<"LogSoftmax">,
  { tf, inputShape }: OperationContext,
): Operation {
  const axis = softmaxAxis(dim, inputShape.length);
  if (axis === undefined) throw new Error("A softmax across the batch cannot be trained; its obstacle says so.");
  const isLog = type === "LogSoftmax";
  const outer = elementCount(inputShape.slice(0, axis));
  const inner = elementCount(inputShape.slice(axis + 1));
  /** The values that are softened together along dimension 1. */
  const lanes = (x: Tensor) => tf.reshape(x, [x.shape[0]! * outer, inputShape[axis]!, inner]);
  const rows = (x: Tensor) => tf.reshape(x, [-1, elementCount(inputShape)]);
  let output: Tensor;
  return {
    forward: x => {
      const values = lanes(x);
      const above = tf.sub(values, tf.max(values, 1, true));
      const powers = tf.exp(above);
      const total = tf.sum(powers, 1, true);
      output = isLog ? tf.sub(above, tf.log(total)) : tf.div(powers, total);
      return rows(output);
    },
    backward: outputGradient => {
      const g = lanes(outputGradient);
      return rows(
        isLog
          ? tf.sub(g, tf.mul(tf.exp(output), tf.sum(g, 1, true)))
          : tf.mul(output, tf.sub(g, tf.sum(tf.mul(g, output), 1, true))),
      );
    },
  };
}
