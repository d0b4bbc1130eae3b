import type { Clipping } from "../../../model/trainingSettings";
import type { Constants } from "./constants";
import type { Tensor, Tensorflow } from "./tensorflow";

/** Added to the norm that gradients are divided by, as `clip_grad_norm_` does. */
const NORM_OFFSET = 1e-6;

/** What `clip_grad_norm_` or `clip_grad_value_` makes of the gradients of all parameters, given as one vector. */
export function clipGradient(
  tf: Tensorflow,
  constant: Constants["of"],
  clipping: Clipping | undefined,
  gradient: Tensor,
): Tensor {
  if (!clipping) return gradient;
  if (clipping.kind === "value") return tf.clipByValue(gradient, -clipping.clipValue, clipping.clipValue);
  const norm = tf.sqrt(tf.sum(tf.square(gradient)));
  const factor = tf.div(constant(clipping.maxNorm), tf.add(norm, constant(NORM_OFFSET)));
  return tf.mul(gradient, tf.minimum(factor, constant(1)));
}
