import { FormatError, quoted } from "./formatError";
import { readWeightsIndex } from "./readWeightsIndex";
import type { Reading } from "./reading";
import { StorageReader } from "./storageReader";
import { readTensorStats, type TensorStats } from "./tensorStats";
import type { TensorEntry, WeightsIndex } from "./weightsIndex";
import { findWarnings } from "./weightsWarnings";

/** What can be said of a file without loading it. */
export interface Inspection {
  readonly index: WeightsIndex;
  /** For the tensors whose values could be read, when statistics were asked for. */
  readonly stats: ReadonlyMap<TensorEntry, TensorStats>;
  /** Why the file must not be loaded: those of the index, and damaged storages. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Checksums of more data than this are compared only when all of it is read anyway. */
const MAX_BYTES_TO_VERIFY = 32 * 1024 * 1024;

/**
 * Reads the headers, and with `stats` all values. The verdict is that of loading, but what can be read safely beside a
 * fault is there. Throws `FormatError` when nothing can.
 */
export function* inspectWeights(fileSize: number, options: { readonly stats: boolean }): Reading<Inspection> {
  const index = yield* readWeightsIndex(fileSize);
  const reader = new StorageReader();
  const problems = [...index.problems];
  const warnings = findWarnings(index);

  const storages = new Set(index.tensors.map(({ storage }) => storage).filter(({ payload }) => payload));
  const checked = [...storages].filter(({ payload }) => payload?.crc32 !== undefined);
  const bytesToVerify = checked.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (options.stats || bytesToVerify <= MAX_BYTES_TO_VERIFY) {
    for (const storage of checked) yield* collectFault(reader.verify(storage), problems);
  } else {
    warnings.push(`The checksums of ${bytesToVerify} bytes of values were not compared; statistics do that.`);
  }
  const stats = new Map<TensorEntry, TensorStats>();
  if (options.stats) {
    for (const tensor of index.tensors.filter(({ storage }) => storages.has(storage))) {
      const faults: string[] = [];
      const measured = yield* collectFault(readTensorStats(reader, tensor), faults);
      if (measured) stats.set(tensor, measured);
      warnings.push(...faults.map(fault => `${quoted(tensor.name)} has no statistics: ${fault}`));
      if (measured && measured.nan + measured.inf > 0) warnings.push(describeBadValues(tensor, measured));
    }
  }
  return { index, stats, problems: [...new Set(problems)], warnings };
}

/** What `reading` gives, or its `FormatError` added to `faults`. */
function* collectFault<T>(reading: Reading<T>, faults: string[]): Reading<T | undefined> {
  try {
    return yield* reading;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    faults.push(error.message);
    return undefined;
  }
}

function describeBadValues({ name, elementCount }: TensorEntry, { nan, inf }: TensorStats): string {
  return `${quoted(name)} has ${nan} NaN and ${inf} infinite values among ${elementCount}.`;
}
