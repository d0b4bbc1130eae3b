import * as l10n from "@vscode/l10n";
import { FormatError, quoted } from "./formatError";
import { readWeightsIndex } from "./readWeightsIndex";
import type { Reading } from "./reading";
import { StorageReader } from "./storageReader";
import { readTensorStats, type TensorStats } from "./tensorStats";
import type { StorageEntry, TensorEntry, WeightsIndex } from "./weightsIndex";
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
  return yield* inspectIndex(yield* readWeightsIndex(fileSize), options);
}

/** Like `inspectWeights`, of headers that were read. */
export function* inspectIndex(index: WeightsIndex, options: { readonly stats: boolean }): Reading<Inspection> {
  const warnings = findWarnings(index);
  const problems = [...index.problems];
  const stats = new Map<TensorEntry, TensorStats>();
  const bytesToVerify = checkedBytes(index);
  if (options.stats) {
    const measure = measureWeights(index, (tensor, measured) => {
      if (!("l2" in measured)) warnings.push(l10n.t("{0} has no statistics: {1}", quoted(tensor.name), measured.fault));
      else stats.set(tensor, measured);
      if ("l2" in measured && measured.nan + measured.inf > 0) warnings.push(describeBadValues(tensor, measured));
    });
    problems.push(...(yield* measure));
  } else if (bytesToVerify <= MAX_BYTES_TO_VERIFY) {
    problems.push(...(yield* verifyStorages(new StorageReader(), checkedStorages(index))));
  } else {
    warnings.push(l10n.t("The checksums of {0} bytes of values were not compared; statistics do that.", bytesToVerify));
  }
  return { index, stats, problems: [...new Set(problems)], warnings };
}

/** Told of each tensor whose bytes the file has, in file order: its statistics, or why it has none. */
export type OnMeasured = (tensor: TensorEntry, measured: TensorStats | { readonly fault: string }) => void;

/** Reads all values, tensor by tensor. Gives the problems that they bring to light: storages with another checksum. */
export function* measureWeights(index: WeightsIndex, onMeasured: OnMeasured): Reading<string[]> {
  const reader = new StorageReader();
  const problems: string[] = [];
  const verified = new Set<StorageEntry>();
  for (const tensor of index.tensors.filter(({ storage }) => storage.payload)) {
    const { storage } = tensor;
    if (storage.payload?.crc32 !== undefined && !verified.has(storage)) {
      verified.add(storage);
      problems.push(...(yield* verifyStorages(reader, [storage])));
    }
    const faults: string[] = [];
    const measured = yield* collectFault(readTensorStats(reader, tensor), faults);
    onMeasured(tensor, measured ?? { fault: faults.join(" ") });
  }
  return problems;
}

/** Bytes of values that have a checksum. */
function checkedBytes(index: WeightsIndex): number {
  return checkedStorages(index).reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function checkedStorages({ tensors }: WeightsIndex): StorageEntry[] {
  const storages = new Set(tensors.map(({ storage }) => storage));
  return [...storages].filter(({ payload }) => payload?.crc32 !== undefined);
}

function* verifyStorages(reader: StorageReader, storages: readonly StorageEntry[]): Reading<string[]> {
  const problems: string[] = [];
  for (const storage of storages) yield* collectFault(reader.verify(storage), problems);
  return problems;
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
  return l10n.t("{0} has {1} NaN and {2} infinite values among {3}.", quoted(name), nan, inf, elementCount);
}
