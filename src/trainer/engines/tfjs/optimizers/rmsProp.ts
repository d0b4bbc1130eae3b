import type { OptimizerOptionsOf } from "../../../../model/optimizers";
import { decayed, type Optimizer, type OptimizerContext } from "../optimizerContext";

/** `torch.optim.RMSprop`. */
export function createRmsProp(
  context: OptimizerContext,
  { alpha, eps, weightDecay, momentum, centered }: OptimizerOptionsOf["rmsprop"],
): Optimizer {
  const { tf, constant, values } = context;
  const squares = context.state("square_avg");
  const means = centered ? context.state("grad_avg") : undefined;
  const moving = momentum > 0 ? context.state("momentum_buffer") : undefined;
  return (gradient, lr) => {
    const slope = decayed(context, gradient, weightDecay);
    const added = tf.mul(tf.mul(slope, constant(1 - alpha)), slope);
    squares.assign(tf.add(tf.mul(squares, constant(alpha)), added));
    means?.assign(tf.add(means, tf.mul(tf.sub(slope, means), constant(1 - alpha))));
    const spread = means ? tf.sub(squares, tf.square(means)) : squares;
    const quotient = tf.div(slope, tf.add(tf.sqrt(spread), constant(eps)));
    moving?.assign(tf.add(tf.mul(moving, constant(momentum)), quotient));
    values.assign(tf.add(values, tf.mul(moving ?? quotient, -lr)));
  };
}
