import type { LossName } from "../../../model/trainingSettings";
import type { Constants } from "./constants";
import type { Tensor, Tensorflow } from "./tensorflow";

/** What one batch of outputs says about its labels. */
export interface BatchLoss {
  /** Mean over the rows. */
  readonly mean: Tensor;
  /** Of the mean loss by the outputs. */
  readonly gradient: () => Tensor;
}

/** The loss of outputs `[rows, classes]` whose classes are given as ones among zeros of the same shape. */
type Loss = (tf: Tensorflow, constant: Constants["of"], outputs: Tensor, oneHot: Tensor) => BatchLoss;

export const LOSSES: Readonly<Record<LossName, Loss>> = {
  /** `nn.CrossEntropyLoss` on logits, through log-sum-exp. */
  cross_entropy: (tf, constant, logits, oneHot) => {
    const rows = constant(logits.shape[0]!);
    const above = tf.sub(logits, tf.max(logits, 1, true));
    const powers = tf.exp(above);
    const total = tf.sum(powers, 1, true);
    const sum = tf.sub(tf.sum(tf.log(total)), sumAtLabels(tf, constant, above, oneHot));
    return {
      mean: tf.div(sum, rows),
      gradient: () => tf.div(tf.sub(tf.div(powers, total), oneHot), rows),
    };
  },

  /** `nn.NLLLoss` on log-probabilities. */
  nll: (tf, constant, outputs, oneHot) => {
    const rows = constant(-outputs.shape[0]!);
    return {
      mean: tf.div(sumAtLabels(tf, constant, outputs, oneHot), rows),
      gradient: () => tf.div(oneHot, rows),
    };
  },

  /** `nn.MSELoss` between the outputs and the labels as one-hot vectors: the mean over all values. */
  mse: (tf, constant, outputs, oneHot) => {
    const [rows, classes] = outputs.shape as readonly [number, number];
    const difference = tf.sub(outputs, oneHot);
    return {
      mean: tf.div(tf.sum(tf.square(difference)), constant(rows * classes)),
      gradient: () => tf.div(difference, constant((rows * classes) / 2)),
    };
  },
};

/** Chosen, not multiplied: what is infinite elsewhere must not count. */
function sumAtLabels(tf: Tensorflow, constant: Constants["of"], values: Tensor, oneHot: Tensor): Tensor {
  return tf.sum(tf.where(tf.cast(oneHot, "bool"), values, constant(0)));
}
