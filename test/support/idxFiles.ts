import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LabelledImages } from "../../src/trainer/data/dataset";
import { drawDigits } from "../../src/trainer/data/syntheticDigits";

function header(...words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(words.length * 4);
  words.forEach((word, index) => bytes.writeUInt32BE(word, index * 4));
  return bytes;
}

/** An IDX file of images. */
export function idxImages({ count, rows, columns, pixels }: LabelledImages): Buffer {
  return Buffer.concat([header(2051, count, rows, columns), pixels]);
}

/** An IDX file of labels. */
export function idxLabels({ count, labels }: LabelledImages): Buffer {
  return Buffer.concat([header(2049, count), labels]);
}

/** Writes a small data set of drawn digits as the four files of MNIST. */
export function writeIdxDataset(
  folder: string,
  size: { readonly trainCount: number; readonly testCount: number },
): void {
  mkdirSync(folder, { recursive: true });
  const train = drawDigits(size.trainCount, 11);
  const test = drawDigits(size.testCount, 12);
  writeFileSync(join(folder, "train-images-idx3-ubyte"), idxImages(train));
  writeFileSync(join(folder, "train-labels-idx1-ubyte"), idxLabels(train));
  writeFileSync(join(folder, "t10k-images-idx3-ubyte"), idxImages(test));
  writeFileSync(join(folder, "t10k-labels-idx1-ubyte"), idxLabels(test));
}
