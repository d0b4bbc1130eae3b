import * as l10n from "@vscode/l10n";
import type { ByteSource } from "./byteSource";
import { DTYPES } from "./dtype";
import { findStateDict } from "./findStateDict";
import { FormatError } from "./formatError";
import { readFromSource, ReadingCancelled, type Cancellation } from "./reading";
import { StorageReader } from "./storageReader";
import { TensorCursor } from "./tensorCursor";
import { DifferenceSums, type TensorDifference } from "./tensorDifference";
import type { TensorEntry, WeightsIndex } from "./weightsIndex";

export type { TensorDifference } from "./tensorDifference";

/** A file of weights with what its headers say. */
export interface WeightsSide {
  readonly source: ByteSource;
  readonly index: Pick<WeightsIndex, "tensors">;
}

/** A tensor in both files, or in one alone: then the other is absent. */
export interface TensorPair {
  readonly name: string;
  readonly before?: TensorEntry;
  readonly after?: TensorEntry;
}

/** A pair, and how it differs where both sides have the same shape. */
export interface TensorComparison extends TensorPair {
  readonly difference?: TensorDifference;
  /** A sentence: why the values of tensors of the same shape were not compared. */
  readonly reason?: string;
}

const CHUNK_ELEMENTS = 128 * 1024;
/** An expanded tensor repeats its few bytes; this many elements are compared beyond what is stored. */
const MAX_EXPANDED_ELEMENTS = 16 * 1024 * 1024;

/**
 * Pairs the tensors by name: those of `before` in their order, then those that only `after` has. Files without a
 * common name are paired by the names inside their state dicts, so that a checkpoint meets the model it holds.
 */
export function pairTensors(before: readonly TensorEntry[], after: readonly TensorEntry[]): TensorPair[] {
  const byName = (tensors: readonly TensorEntry[]) => new Map(tensors.map(tensor => [tensor.name, tensor]));
  const sides = { before: byName(before), after: byName(after) };
  if (before.some(({ name }) => sides.after.has(name))) return pairByName(sides.before, sides.after);
  try {
    const inside = { before: findStateDict(sides.before), after: findStateDict(sides.after) };
    if ([...inside.before.keys()].some(name => inside.after.has(name))) return pairByName(inside.before, inside.after);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
  return pairByName(sides.before, sides.after);
}

function pairByName(before: ReadonlyMap<string, TensorEntry>, after: ReadonlyMap<string, TensorEntry>): TensorPair[] {
  const added = [...after].filter(([name]) => !before.has(name));
  return [
    ...Array.from(before, ([name, tensor]) => {
      const other = after.get(name);
      return { name, before: tensor, ...(other && { after: other }) };
    }),
    ...added.map(([name, tensor]) => ({ name, after: tensor })),
  ];
}

/**
 * Compares two files tensor by tensor, in the order of `pairTensors`, reading values a piece at a time. Throws
 * `ReadingCancelled` soon after its cancellation.
 */
export async function* compareWeights(
  before: WeightsSide,
  after: WeightsSide,
  cancellation?: Cancellation,
): AsyncGenerator<TensorComparison, void, undefined> {
  const readers = { before: new StorageReader(), after: new StorageReader() };
  for (const pair of pairTensors(before.index.tensors, after.index.tensors)) {
    if (cancellation?.aborted) throw new ReadingCancelled();
    if (!pair.before || !pair.after || !hasSameShape(pair.before, pair.after)) {
      yield pair;
      continue;
    }
    const sides = [
      { source: before.source, reader: readers.before, tensor: pair.before },
      { source: after.source, reader: readers.after, tensor: pair.after },
    ] as const;
    yield { ...pair, ...(await measureOrExplain(...sides, cancellation)) };
  }
}

/** A tensor with what its values are read from. */
interface ReadableTensor {
  readonly source: ByteSource;
  readonly reader: StorageReader;
  readonly tensor: TensorEntry;
}

function hasSameShape(a: TensorEntry, b: TensorEntry): boolean {
  return a.shape.length === b.shape.length && a.shape.every((size, dim) => size === b.shape[dim]);
}

async function measureOrExplain(
  before: ReadableTensor,
  after: ReadableTensor,
  cancellation: Cancellation | undefined,
): Promise<Pick<TensorComparison, "difference" | "reason">> {
  try {
    return { difference: await measureDifference(before, after, cancellation) };
  } catch (error) {
    if (error instanceof FormatError) return { reason: error.message };
    throw error;
  }
}

async function measureDifference(
  before: ReadableTensor,
  after: ReadableTensor,
  cancellation: Cancellation | undefined,
): Promise<TensorDifference> {
  const { parts } = DTYPES[before.tensor.dtype];
  if (parts !== DTYPES[after.tensor.dtype].parts) {
    throw new FormatError(l10n.t("Only one of the two tensors has complex values."));
  }
  checkRepeats(before.tensor);
  checkRepeats(after.tensor);
  const left = new TensorCursor(before.reader, before.tensor);
  const right = new TensorCursor(after.reader, after.tensor);
  const sums = new DifferenceSums();
  const { elementCount } = before.tensor;
  for (let at = 0; at < elementCount; at += CHUNK_ELEMENTS) {
    const count = Math.min(CHUNK_ELEMENTS, elementCount - at);
    const old = await readFromSource(before.source, left.next(count), cancellation);
    sums.add(old, await readFromSource(after.source, right.next(count), cancellation), parts);
  }
  return sums.difference;
}

function checkRepeats({ dtype, elementCount, storage }: TensorEntry): void {
  const stored = (storage.byteLength * 8) / DTYPES[dtype].bits;
  if (elementCount <= Math.max(16 * stored, MAX_EXPANDED_ELEMENTS)) return;
  throw new FormatError(l10n.t("The tensor repeats its stored bytes far too often to be compared."));
}
