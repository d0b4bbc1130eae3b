import { toWireNumber, type Evaluated } from "../protocol/trainer";
import { CLASS_COUNT } from "./data/dataset";
import type { EvaluationSums } from "./engines/engine";

/** Percent of `total`, 0 to 100; NaN when there are none. */
export function percent(correct: number, total: number): number {
  return (100 * correct) / total;
}

/** The event that reports an engine's sums over the test set. */
export function describeEvaluation(runId: string, sums: EvaluationSums): Evaluated {
  const { lossSum, correct, total } = sums;
  const confusion = Array.from({ length: CLASS_COUNT }, (_, label) =>
    Array.from(sums.confusion.subarray(label * CLASS_COUNT, (label + 1) * CLASS_COUNT)),
  );
  const perClass = confusion.map((row, label) =>
    percent(
      row[label]!,
      row.reduce((sum, count) => sum + count, 0),
    ),
  );
  return {
    type: "evaluated",
    runId,
    accuracy: percent(correct, total),
    correct,
    total,
    loss: toWireNumber(lossSum / total),
    perClass: perClass.map(toWireNumber),
    confusion,
  };
}
