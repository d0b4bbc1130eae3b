import type { LayerOf } from "../../../../model/layers";
import type { Operation } from "../operation";
import type { OperationContext } from "../operationContext";
import type { Tensor } from "../tensorflow";

/** `nn.Dropout(p)`: in training each value is zeroed with probability `p`, as PyTorch's generator draws it. */
export function createDropout({ p }: LayerOf<"Dropout">, { tf, dropoutSource }: OperationContext): Operation {
  let noise: Tensor;
  return {
    forward: (x, { training }) => {
      if (!training || p === 0) return x;
      const [rows, columns] = x.shape as readonly [number, number];
      noise = tf.tensor(dropoutSource.dropoutNoise(rows * columns, p), [rows, columns], "float32");
      return tf.mul(x, noise);
    },
    backward: g => (p === 0 ? g : tf.mul(g, noise)),
  };
}
