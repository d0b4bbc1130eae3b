import type { OptimizerOptionsOf } from "../../../../model/optimizers";
import { decayed, type Optimizer, type OptimizerContext } from "../optimizerContext";
import type { Tensor } from "../tensorflow";

/** `torch.optim.SGD`. */
export function createSgd(
  context: OptimizerContext,
  { momentum, dampening, weightDecay, nesterov }: OptimizerOptionsOf["sgd"],
): Optimizer {
  const { tf, constant, values } = context;
  const moving = momentum === 0 ? undefined : context.state("momentum_buffer");
  let isFirst = context.step === 0;
  const withMomentum = (slope: Tensor) => {
    if (!moving) return slope;
    // the first momentum is the whole gradient, whatever the dampening
    const added = tf.mul(slope, constant(1 - dampening));
    moving.assign(isFirst ? tf.add(moving, slope) : tf.add(tf.mul(moving, constant(momentum)), added));
    isFirst = false;
    return nesterov ? tf.add(slope, tf.mul(moving, constant(momentum))) : moving;
  };
  return (gradient, lr) => {
    const slope = withMomentum(decayed(context, gradient, weightDecay));
    values.assign(tf.add(values, tf.mul(slope, -lr)));
  };
}
