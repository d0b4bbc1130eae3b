import { toWireNumber, type Evaluated } from "../protocol/trainer";
import { findConfusedPairs } from "./confusedPairs";
import { CLASS_COUNT, type LabelledImages } from "./data/dataset";
import type { EvaluationResults } from "./engines/engine";

/** The event that holds an engine's answers against the labels of the test set. */
export function describeEvaluation(runId: string, results: EvaluationResults, test: LabelledImages): Evaluated {
  const { lossSum, predictions } = results;
  const confusion = Array.from({ length: CLASS_COUNT }, () => new Array<number>(CLASS_COUNT).fill(0));
  predictions.forEach((predicted, index) => confusion[test.labels[index]!]![predicted]!++);
  const perClass = confusion.map((row, label) => toWireNumber(percent(row[label]!, sum(row))));
  const correct = sum(confusion.map((row, label) => row[label]!));
  return {
    type: "evaluated",
    runId,
    accuracy: percent(correct, test.count),
    correct,
    total: test.count,
    loss: toWireNumber(lossSum / test.count),
    perClass,
    confusion,
    confusedPairs: findConfusedPairs(predictions, test),
    pictureShape: [test.rows, test.columns],
  };
}

/** NaN when there are none. */
const percent = (correct: number, total: number) => (100 * correct) / total;
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
