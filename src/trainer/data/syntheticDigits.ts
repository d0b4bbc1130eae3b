import * as l10n from "@vscode/l10n";
import { CLASS_COUNT, type LabelledImages } from "./dataset";
import { DIGIT_SIZE, DigitPen } from "./digitPen";
import { SeededRandom } from "./seededRandom";

/** What stands in the place of a folder's name. */
export const syntheticSource = () => l10n.t("synthetic digits, drawn by Train Lens");

const TRAIN_COUNT = 60_000;
const TEST_COUNT = 10_000;
const TRAIN_SEED = 1;
const TEST_SEED = 2;

/** Draws as many digits as MNIST has, in its form; always the same ones. */
export function drawSyntheticDigits(): { readonly train: LabelledImages; readonly test: LabelledImages } {
  return { train: drawDigits(TRAIN_COUNT, TRAIN_SEED), test: drawDigits(TEST_COUNT, TEST_SEED) };
}

/** Draws `count` digits; the same seed begins with the same ones. */
export function drawDigits(count: number, seed: number): LabelledImages {
  const size = DIGIT_SIZE * DIGIT_SIZE;
  const pixels = new Uint8Array(count * size);
  const labels = new Uint8Array(count);
  const random = new SeededRandom(seed);
  const pen = new DigitPen(random);
  for (let index = 0; index < count; index++) {
    const digit = random.below(CLASS_COUNT);
    labels[index] = digit;
    pen.draw(digit, pixels.subarray(index * size, (index + 1) * size));
  }
  return { count, rows: DIGIT_SIZE, columns: DIGIT_SIZE, pixels, labels };
}
