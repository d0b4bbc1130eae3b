import * as l10n from "@vscode/l10n";
import { dirname, join } from "node:path";
import { FormatError } from "../formats/formatError";
import { inspectWeights, type Inspection } from "../formats/inspectWeights";
import { readFromSource } from "../formats/reading";
import type { Element } from "../formats/readElements";
import { parseShardIndex } from "../formats/shardIndex";
import { isContiguous } from "../formats/tensorLayout";
import type { TensorStats } from "../formats/tensorStats";
import type { TensorEntry } from "../formats/weightsIndex";
import { ExpectedError } from "../protocol/expectedError";
import { whyFileFailed } from "./whyFileFailed";
import { FileSource } from "./fileSource";

/** A tensor of the file, with its statistics where they were asked for. */
export interface DescribedTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly numel: number;
  readonly [statistic: string]: unknown;
}

/** What `train-lens inspect --json` prints. */
export interface InspectionOutput {
  /** Why the file must not be loaded. */
  readonly error?: string;
  readonly format?: string;
  /** The type of the outermost Python object. */
  readonly top_level?: string;
  readonly tensors?: readonly DescribedTensor[];
  readonly scalars?: Readonly<Record<string, unknown>>;
  readonly warnings?: readonly string[];
}

/** `refused` when the file must not be loaded. */
export interface InspectedFile {
  readonly output: InspectionOutput;
  readonly refused: boolean;
}

export interface InspectOptions {
  /** Read all values and measure every tensor. */
  readonly stats: boolean;
}

const SHARD_INDEX = ".safetensors.index.json";
const MAX_INDEX_BYTES = 64 * 1024 * 1024;

/** Inspects a .pth, .pt or .safetensors file, or a sharded set by its index. Throws `ExpectedError` if unreadable. */
export async function inspectFile(path: string, options: InspectOptions): Promise<InspectedFile> {
  try {
    return path.endsWith(SHARD_INDEX) ? await inspectShards(path, options) : await inspectOne(path, options);
  } catch (error) {
    if (error instanceof FormatError) return { output: { error: error.message }, refused: true };
    throw new ExpectedError(`${path} cannot be read: ${whyFileFailed(error)}.`, "Name a file of weights.");
  }
}

async function inspectOne(path: string, options: InspectOptions): Promise<InspectedFile> {
  const { index, problems, warnings, stats } = await readInspection(path, options);
  const { format, metadata } = index;
  const [error, ...otherProblems] = problems;
  const output = {
    ...(error !== undefined && { error }),
    ...(otherProblems.length > 0 && { other_errors: otherProblems }),
    format,
    top_level: index.topLevel,
    tensors: index.tensors.map(tensor => describeTensor(tensor, stats.get(tensor), format !== "safetensors")),
    scalars: Object.fromEntries(index.scalars),
    ...(metadata && metadata.size > 0 && { metadata: Object.fromEntries(metadata) }),
    warnings,
  };
  return { output, refused: error !== undefined };
}

async function readInspection(path: string, options: InspectOptions): Promise<Inspection> {
  const source = await FileSource.open(path);
  try {
    return await readFromSource(source, inspectWeights(source.size, options));
  } finally {
    await source.close();
  }
}

/** Lists the tensors of all files of a set. The index and the files must agree on where each tensor is. */
async function inspectShards(path: string, options: InspectOptions): Promise<InspectedFile> {
  const fileOfTensor = await readShardIndex(path);
  const tensors: DescribedTensor[] = [];
  const warnings: string[] = [];
  const found = new Set<string>();
  for (const file of new Set(fileOfTensor.values())) {
    const { index, problems, warnings: own, stats } = await readShard(join(dirname(path), file), file, options);
    const [problem] = problems;
    if (problem !== undefined) throw new FormatError(`${file}: ${problem}`);
    warnings.push(...own.map(warning => `${file}: ${warning}`));
    for (const tensor of index.tensors) {
      if (fileOfTensor.get(tensor.name) !== file) {
        throw new FormatError(
          l10n.t('{0} has the tensor "{1}", but the index of the set does not say so.', file, tensor.name),
        );
      }
      found.add(tensor.name);
      tensors.push({ ...describeTensor(tensor, stats.get(tensor), false), file });
    }
  }
  const missing = [...fileOfTensor.keys()].find(name => !found.has(name));
  if (missing !== undefined)
    throw new FormatError(l10n.t('No file of the set has the tensor "{0}" of its index.', missing));
  return { output: { format: "safetensors", top_level: "dict", tensors, scalars: {}, warnings }, refused: false };
}

async function readShard(path: string, file: string, options: InspectOptions): Promise<Inspection> {
  try {
    return await readInspection(path, options);
  } catch (error) {
    if (error instanceof FormatError) throw new FormatError(`${file}: ${error.message}`);
    throw new FormatError(l10n.t("The file {0} of the set cannot be read: {1}.", file, whyFileFailed(error)));
  }
}

async function readShardIndex(path: string): Promise<ReadonlyMap<string, string>> {
  const source = await FileSource.open(path);
  try {
    if (source.size > MAX_INDEX_BYTES) throw new FormatError(l10n.t("The index of the set is larger than 64 MB."));
    return parseShardIndex(await source.read(0, source.size));
  } finally {
    await source.close();
  }
}

/** A tensor in the words of `inspect --json`. */
export function describeTensor(
  tensor: TensorEntry,
  stats: TensorStats | undefined,
  namesStorage: boolean,
): DescribedTensor {
  const { name, path, dtype, shape, strides, offset, elementCount, storage, requiresGrad, isParameter } = tensor;
  const isPlain = offset === 0 && isContiguous(tensor);
  return {
    name,
    ...(path.length > 1 && { path }),
    dtype,
    shape,
    ...(!isPlain && { strides, offset }),
    numel: elementCount,
    ...(namesStorage && { storage: storage.key }),
    ...(isParameter && { parameter: true }),
    ...(requiresGrad && { requires_grad: true }),
    ...(stats && describeStats(stats)),
  };
}

function describeStats({ l2, min, max, mean, std, zeros, nan, inf, first8 }: TensorStats): object {
  const orNull = (value: number | bigint | undefined) => (value === undefined ? null : toJson(value));
  return {
    l2: toJson(l2),
    min: orNull(min),
    max: orNull(max),
    mean: orNull(mean),
    std: orNull(std),
    zeros,
    nan,
    inf,
    first8: first8.map(toJson),
  };
}

/** An element as JSON can carry it: JSON has no words for NaN and infinities, and readers of JSON round whole numbers beyond 2^53. */
export function toJson(value: Element): unknown {
  if (typeof value === "object") return value.map(toJson);
  if (typeof value === "bigint") return value.toString();
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
