import * as l10n from "@vscode/l10n";
import { DTYPES } from "./dtype";
import { readWindows, storageOrder } from "./elementWindows";
import { FormatError } from "./formatError";
import type { Reading } from "./reading";
import type { StorageReader } from "./storageReader";
import type { TensorEntry } from "./weightsIndex";

/** Counts of the elements of `tensor` in `binCount` bins of equal width from `min` to `max`; others are left out. */
export function* readTensorHistogram(
  reader: StorageReader,
  tensor: TensorEntry,
  { min, max, binCount }: { readonly min: number; readonly max: number; readonly binCount: number },
): Reading<number[]> {
  const { parts, decode } = DTYPES[tensor.dtype];
  if (parts !== 1 || !decode)
    throw new FormatError(l10n.t("Values of type {0} cannot be read as real numbers.", tensor.dtype));
  const counts = new Array<number>(binCount).fill(0);
  // halved first: max - min of doubles may be infinite
  const halfWidth = max / 2 - min / 2;
  const place = (value: number) =>
    halfWidth === 0 ? 0 : Math.min(binCount - 1, Math.floor(((value / 2 - min / 2) / halfWidth) * binCount));
  const order = storageOrder(tensor);
  if (tensor.elementCount > 0) {
    yield* readWindows(reader, tensor, order, ({ view, forEachRun }) => {
      forEachRun((begin, step, count) => {
        for (let at = begin; at < begin + step * count; at += step) {
          const value = decode(view, at);
          if (value >= min && value <= max) counts[place(value)]! += order.repeats;
        }
      });
    });
  }
  return counts;
}
