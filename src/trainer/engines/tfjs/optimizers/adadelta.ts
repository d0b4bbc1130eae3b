import type { OptimizerOptionsOf } from "../../../../model/optimizers";
import { decayed, type Optimizer, type OptimizerContext } from "../optimizerContext";
import type { Tensor, Variable } from "../tensorflow";

/** `torch.optim.Adadelta`. */
export function createAdadelta(
  context: OptimizerContext,
  { rho, eps, weightDecay }: OptimizerOptionsOf["adadelta"],
): Optimizer {
  const { tf, constant, values } = context;
  const [squares, deltas] = [context.state("square_avg"), context.state("acc_delta")];
  const follow = (average: Variable, value: Tensor) => {
    const added = tf.mul(tf.mul(value, constant(1 - rho)), value);
    average.assign(tf.add(tf.mul(average, constant(rho)), added));
  };
  const root = (average: Tensor) => tf.sqrt(tf.add(average, constant(eps)));
  return (gradient, lr) => {
    const slope = decayed(context, gradient, weightDecay);
    follow(squares, slope);
    const delta = tf.mul(tf.div(root(deltas), root(squares)), slope);
    follow(deltas, delta);
    values.assign(tf.add(values, tf.mul(delta, -lr)));
  };
}
