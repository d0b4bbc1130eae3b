import { expect, test } from "vitest";
import { describeEvaluation } from "../../../src/trainer/evaluation";

const images = (labels: readonly number[]) => ({
  count: labels.length,
  rows: 2,
  columns: 2,
  labels: Uint8Array.from(labels),
  pixels: Uint8Array.from({ length: 4 * labels.length }, (_, byte) => byte),
});

test("counts every test image once, in the row of its class", () => {
  const evaluated = describeEvaluation(
    "run",
    { lossSum: 2, predictions: Uint8Array.of(3, 3, 8, 4) },
    images([3, 3, 3, 4]),
  );
  expect(evaluated.confusion[3]).toEqual([0, 0, 0, 2, 0, 0, 0, 0, 1, 0]);
  expect(evaluated).toMatchObject({ accuracy: 75, correct: 3, total: 4, loss: 0.5 });
  expect(evaluated.perClass.slice(3, 6)).toEqual([200 / 3, 100, "NaN"]);
});

test("names the most confused pairs first, with the pictures of the first wrong ones", () => {
  const labels = [4, 7, 4, 1, 4];
  const { confusedPairs, pictureShape } = describeEvaluation(
    "run",
    { lossSum: 0, predictions: Uint8Array.of(9, 1, 9, 1, 4) },
    images(labels),
  );
  const pixels = (...bytes: number[]) => Buffer.from(bytes).toString("base64");
  expect(pictureShape).toEqual([2, 2]);
  expect(confusedPairs).toEqual([
    {
      label: 4,
      predicted: 9,
      count: 2,
      examples: [
        { index: 0, pixels: pixels(0, 1, 2, 3) },
        { index: 2, pixels: pixels(8, 9, 10, 11) },
      ],
    },
    { label: 7, predicted: 1, count: 1, examples: [{ index: 1, pixels: pixels(4, 5, 6, 7) }] },
  ]);
});

test("shows a bounded number of pairs and pictures however wrong the network is", () => {
  const labels = Array.from({ length: 5000 }, (_, index) => index % 10);
  const predictions = Uint8Array.from(labels, (label, index) => (label + 1 + (Math.floor(index / 10) % 9)) % 10);
  const { confusedPairs } = describeEvaluation("run", { lossSum: 0, predictions }, images(labels));
  expect(confusedPairs).toHaveLength(20);
  expect(confusedPairs.every(({ examples }) => examples.length === 5)).toBe(true);
});
