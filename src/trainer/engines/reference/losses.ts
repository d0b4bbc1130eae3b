import type { LossName } from "../../../model/trainingSettings";
import { crossEntropy } from "./crossEntropy";
import { highestOf } from "./highestOf";
import type { Reals } from "./precision";

/**
 * The loss of a batch of outputs `[rows, classes]`, summed over the rows. Writes the gradient of the *mean* loss into `gradient` when one is
 * given, and each row's class with the highest output (the first of equals) into `predicted`.
 */
export type Loss = (
  outputs: Reals,
  labels: Uint8Array,
  classes: number,
  predicted: Uint8Array,
  gradient?: Reals,
) => number;

/** `nn.NLLLoss` on log-probabilities. */
const negativeLogLikelihood: Loss = (outputs, labels, classes, predicted, gradient) => {
  gradient?.fill(0);
  return overRows(outputs, labels, classes, predicted, (begin, label) => {
    if (gradient) gradient[begin + label] = -1 / labels.length;
    return -outputs[begin + label]!;
  });
};

/** `nn.MSELoss` between the outputs and the labels as one-hot vectors: the mean over all values. */
const meanSquaredError: Loss = (outputs, labels, classes, predicted, gradient) =>
  overRows(outputs, labels, classes, predicted, (begin, label) => {
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const difference = outputs[begin + c]! - (c === label ? 1 : 0);
      sum += difference * difference;
      if (gradient) gradient[begin + c] = (2 * difference) / (labels.length * classes);
    }
    return sum / classes;
  });

export const LOSSES: Readonly<Record<LossName, Loss>> = {
  cross_entropy: crossEntropy,
  nll: negativeLogLikelihood,
  mse: meanSquaredError,
};

function overRows(
  outputs: Reals,
  labels: Uint8Array,
  classes: number,
  predicted: Uint8Array,
  rowLoss: (begin: number, label: number) => number,
): number {
  let lossSum = 0;
  labels.forEach((label, row) => {
    const begin = row * classes;
    lossSum += rowLoss(begin, label);
    predicted[row] = highestOf(outputs, begin, classes);
  });
  return lossSum;
}
