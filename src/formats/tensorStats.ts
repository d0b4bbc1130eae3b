import { DTYPES } from "./dtype";
import { narrowInteger } from "./narrowInteger";
import { FormatError } from "./formatError";
import { readWindows, storageOrder } from "./elementWindows";
import { readElements, type Element } from "./readElements";
import type { Reading } from "./reading";
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
    throw new FormatError("The tensor repeats its stored bytes far too often to be measured.");
  }
  const sums = new Sums();
  if (tensor.elementCount > 0) {
    const measure = elementMeasure(tensor, sums);
    yield* readWindows(reader, tensor, order, ({ view, forEachOffset }) => {
      forEachOffset(at => measure(view, at));
    });
    sums.flush();
  }
  const counts = { zeros: sums.zeros * order.repeats, nan: sums.nan * order.repeats, inf: sums.inf * order.repeats };
  const l2 = Math.sqrt(sums.squares * order.repeats);
  return parts === 2 ? { l2, ...counts, first8 } : { l2, ...spread(sums, order.repeats), ...counts, first8 };
}

function elementMeasure({ dtype }: TensorEntry, sums: Sums): (view: DataView, at: number) => void {
  const { parts, bits, decode, decodeExact } = DTYPES[dtype];
  if (!decode) throw new FormatError(`Values of type ${dtype} are not decoded.`);
  if (decodeExact) return (view, at) => sums.addExact(decodeExact(view, at));
  if (parts === 1) return (view, at) => sums.add(decode(view, at));
  return (view, at) => sums.addComplex(decode(view, at), decode(view, at + bits / 16));
}

function spread(sums: Sums, repeats: number): Pick<TensorStats, "min" | "max" | "mean" | "std"> {
  if (sums.count === 0) return {};
  const { min, max, mean, exactMin, exactMax } = sums;
  const count = sums.count * repeats;
  const bounds = {
    min: exactMin === undefined ? min : narrowInteger(exactMin),
    max: exactMax === undefined ? max : narrowInteger(exactMax),
    mean,
  };
  return count < 2 ? bounds : { ...bounds, std: Math.sqrt((sums.deviations * repeats) / (count - 1)) };
}

const BATCH = 4096;

/** Running sums over batches; each batch is measured around its own mean, so that nothing cancels. */
class Sums {
  zeros = 0;
  nan = 0;
  inf = 0;
  squares = 0;
  count = 0;
  mean = 0;
  /** Sum of squared deviations from the mean. */
  deviations = 0;
  min = Infinity;
  max = -Infinity;
  exactMin: bigint | undefined;
  exactMax: bigint | undefined;
  readonly #batch = new Float64Array(BATCH);
  #filled = 0;

  add(value: number): void {
    if (Number.isFinite(value)) {
      this.#batch[this.#filled++] = value;
      if (this.#filled === BATCH) this.flush();
    } else if (Number.isNaN(value)) this.nan++;
    else this.inf++;
  }

  addExact(value: bigint): void {
    if (this.exactMin === undefined || value < this.exactMin) this.exactMin = value;
    if (this.exactMax === undefined || value > this.exactMax) this.exactMax = value;
    this.add(Number(value));
  }

  addComplex(real: number, imaginary: number): void {
    if (Number.isNaN(real) || Number.isNaN(imaginary)) this.nan++;
    else if (!Number.isFinite(real) || !Number.isFinite(imaginary)) this.inf++;
    else if (real === 0 && imaginary === 0) this.zeros++;
    else this.squares += real * real + imaginary * imaginary;
  }

  /** Merges the batch into the sums (Chan, Golub, LeVeque 1979). */
  flush(): void {
    const values = this.#batch.subarray(0, this.#filled);
    this.#filled = 0;
    if (values.length === 0) return;
    let sum = 0;
    for (const value of values) {
      sum += value;
      this.squares += value * value;
      if (value === 0) this.zeros++;
      if (value < this.min) this.min = value;
      if (value > this.max) this.max = value;
    }
    const mean = sum / values.length;
    let deviations = 0;
    for (const value of values) deviations += (value - mean) ** 2;
    const total = this.count + values.length;
    const shift = mean - this.mean;
    this.deviations += deviations + (shift ** 2 * this.count * values.length) / total;
    this.mean += (shift * values.length) / total;
    this.count = total;
  }
}
