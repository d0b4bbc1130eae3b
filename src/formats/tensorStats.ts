import * as l10n from "@vscode/l10n";
import { DTYPES } from "./dtype";
import { narrowInteger } from "./narrowInteger";
import { FormatError } from "./formatError";
import { readWindows, storageOrder } from "./elementWindows";
import { readElements, type Element } from "./readElements";
import type { Reading } from "./reading";
import { RunningSums } from "./runningSums";
import type { StorageReader } from "./storageReader";
import type { TensorEntry } from "./weightsIndex";

/** Numbers about the finite elements of a tensor. What an empty set or complex numbers do not have is absent. */
export interface TensorStats {
  /** Square root of the sum of squares in double precision. */
  readonly l2: number;
  /** A bigint where a double would round. */
  readonly min?: number | bigint;
  readonly max?: number | bigint;
  readonly mean?: number;
  /** With Bessel's correction, as `Tensor.std()`; absent for fewer than two elements. */
  readonly std?: number;
  readonly zeros: number;
  readonly nan: number;
  readonly inf: number;
  /** The first elements in C order, eight at most. */
  readonly first8: readonly Element[];
}

/** Overlapping views read elements several times; beyond this factor only a hostile file does. */
const MAX_OVERLAP = 16;

/** Reads all of `tensor`, a window at a time. Throws `FormatError` for packed types and absurd overlaps. */
export function* readTensorStats(reader: StorageReader, tensor: TensorEntry): Reading<TensorStats> {
  const { parts } = DTYPES[tensor.dtype];
  const first8 = yield* readElements(reader, tensor, 0, Math.min(8, tensor.elementCount));
  const order = storageOrder(tensor);
  if (order.visits * (DTYPES[tensor.dtype].bits / 8) > MAX_OVERLAP * tensor.storage.byteLength) {
    throw new FormatError(l10n.t("The tensor repeats its stored bytes far too often to be measured."));
  }
  const sums = new RunningSums();
  const bounds = DTYPES[tensor.dtype].decodeExact ? new ExactBounds() : undefined;
  if (tensor.elementCount > 0) {
    const measure = createMeasure(tensor, sums, bounds);
    yield* readWindows(reader, tensor, order, ({ view, forEachRun }) => {
      forEachRun((begin, step, count) => measure(view, begin, step, count));
    });
  }
  const counts = { zeros: sums.zeros * order.repeats, nan: sums.nan * order.repeats, inf: sums.inf * order.repeats };
  const l2 = Math.sqrt(sums.squares * order.repeats);
  return parts === 2 ? { l2, ...counts, first8 } : { l2, ...spread(sums, bounds, order.repeats), ...counts, first8 };
}

/** Measures `count` elements that begin at byte `begin` of `view`, `step` bytes apart. */
type Measure = (view: DataView, begin: number, step: number, count: number) => void;

const BATCH = 4096;

function createMeasure(
  { dtype, elementCount }: TensorEntry,
  sums: RunningSums,
  bounds: ExactBounds | undefined,
): Measure {
  const { parts, bits, decode, decodeExact } = DTYPES[dtype];
  if (!decode) throw new FormatError(l10n.t("Values of type {0} are not decoded.", dtype));
  if (parts === 2) {
    return (view, begin, step, count) => {
      for (let at = begin; at < begin + step * count; at += step) {
        sums.addComplex(decode(view, at), decode(view, at + bits / 16));
      }
    };
  }
  const batch = new Float64Array(Math.min(BATCH, elementCount));
  return (view, begin, step, count) => {
    for (let done = 0; done < count; done += BATCH) {
      const size = Math.min(BATCH, count - done);
      for (let index = 0; index < size; index++) batch[index] = decode(view, begin + (done + index) * step);
      if (decodeExact)
        for (let index = 0; index < size; index++) bounds?.add(decodeExact(view, begin + (done + index) * step));
      sums.add(batch.subarray(0, size));
    }
  };
}

/** The smallest and largest of integers that a double cannot hold. */
class ExactBounds {
  min: bigint | undefined;
  max: bigint | undefined;

  add(value: bigint): void {
    if (this.min === undefined || value < this.min) this.min = value;
    if (this.max === undefined || value > this.max) this.max = value;
  }
}

function spread(
  sums: RunningSums,
  exact: ExactBounds | undefined,
  repeats: number,
): Pick<TensorStats, "min" | "max" | "mean" | "std"> {
  if (sums.count === 0) return {};
  const bounds = {
    min: exact?.min === undefined ? sums.min : narrowInteger(exact.min),
    max: exact?.max === undefined ? sums.max : narrowInteger(exact.max),
    mean: sums.mean,
  };
  const count = sums.count * repeats;
  return count < 2 ? bounds : { ...bounds, std: Math.sqrt((sums.deviations * repeats) / (count - 1)) };
}
