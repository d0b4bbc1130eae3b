import { highestOf } from "./highestOf";
import type { Reals } from "./precision";

/**
 * `nn.CrossEntropyLoss` on logits `[rows, classes]` through log-sum-exp, summed over the rows. Writes the gradient of the *mean* loss into
 * `gradient` when one is given, and each row's class with the highest logit (the first of equals) into `predicted`.
 */
export function crossEntropy(
  logits: Reals,
  labels: Uint8Array,
  classes: number,
  predicted: Uint8Array,
  gradient?: Reals,
): number {
  const rows = labels.length;
  let lossSum = 0;
  for (let row = 0; row < rows; row++) {
    const begin = row * classes;
    const label = labels[row]!;
    const best = highestOf(logits, begin, classes);
    const highest = logits[begin + best]!;
    let total = 0;
    for (let c = 0; c < classes; c++) total += Math.exp(logits[begin + c]! - highest);
    lossSum += Math.log(total) - (logits[begin + label]! - highest);
    predicted[row] = best;
    if (!gradient) continue;
    for (let c = 0; c < classes; c++) {
      const probability = Math.exp(logits[begin + c]! - highest) / total;
      gradient[begin + c] = (probability - (c === label ? 1 : 0)) / rows;
    }
  }
  return lossSum;
}
