import type { OptimizerOptionsOf } from "../../../../model/optimizers";
import { decayed, type Optimizer, type OptimizerContext } from "../optimizerContext";

/** `torch.optim.Adam`, and `AdamW` with decoupled weight decay. */
export function createAdam(
  context: OptimizerContext,
  { betas: [beta1, beta2], eps, weightDecay }: OptimizerOptionsOf["adam"],
  decay: "in-gradient" | "decoupled",
): Optimizer {
  const { tf, constant, values } = context;
  const [first, second] = [context.state("exp_avg"), context.state("exp_avg_sq")];
  let { step } = context;
  return (gradient, lr) => {
    step++;
    const isDecoupled = decay === "decoupled";
    const slope = isDecoupled ? gradient : decayed(context, gradient, weightDecay);
    const kept = isDecoupled && weightDecay !== 0 ? tf.mul(values, 1 - lr * weightDecay) : values;
    first.assign(tf.add(tf.mul(first, constant(beta1)), tf.mul(slope, constant(1 - beta1))));
    const squares = tf.mul(tf.mul(slope, constant(1 - beta2)), slope);
    second.assign(tf.add(tf.mul(second, constant(beta2)), squares));
    const root = tf.div(tf.sqrt(second), Math.sqrt(1 - beta2 ** step));
    const denominator = tf.add(root, constant(eps));
    const stepSize = -lr / (1 - beta1 ** step);
    values.assign(tf.add(kept, tf.div(tf.mul(first, stepSize), denominator)));
  };
}
