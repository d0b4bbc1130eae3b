import type { ConfusedPair } from "../protocol/trainer";
import type { LabelledImages } from "./data/dataset";

const MAX_PAIRS = 20;
const MAX_EXAMPLES = 5;

/** The classes that are most often taken for another one, the most frequent first, with pictures of the first of each. */
export function findConfusedPairs(predictions: Uint8Array, test: LabelledImages): ConfusedPair[] {
  const groups = new Map<string, number[]>();
  predictions.forEach((predicted, index) => {
    const label = test.labels[index]!;
    if (predicted === label) return;
    const pair = `${label} ${predicted}`;
    const indexes = groups.get(pair);
    if (indexes) indexes.push(index);
    else groups.set(pair, [index]);
  });
  return [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .slice(0, MAX_PAIRS)
    .map(indexes => ({
      label: test.labels[indexes[0]!]!,
      predicted: predictions[indexes[0]!]!,
      count: indexes.length,
      examples: indexes.slice(0, MAX_EXAMPLES).map(index => ({ index, pixels: encodePixels(test, index) })),
    }));
}

function encodePixels({ pixels, rows, columns }: LabelledImages, index: number): string {
  const size = rows * columns;
  return Buffer.from(pixels.subarray(index * size, (index + 1) * size)).toString("base64");
}
