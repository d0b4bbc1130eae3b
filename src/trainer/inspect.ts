import { FormatError } from "../formats/formatError";
import { inspectIndex, type Inspection } from "../formats/inspectWeights";
import { readFromSource } from "../formats/reading";
import type { Element } from "../formats/readElements";
import { isContiguous } from "../formats/tensorLayout";
import type { TensorStats } from "../formats/tensorStats";
import type { TensorEntry } from "../formats/weightsIndex";
import { ExpectedError } from "../protocol/expectedError";
import { whyFileFailed } from "./whyFileFailed";
import { openWeights } from "./openWeights";

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

/** Inspects a .pth, .pt or .safetensors file, or a sharded set by its index. Throws `ExpectedError` if unreadable. */
export async function inspectFile(path: string, options: InspectOptions): Promise<InspectedFile> {
  try {
    return await inspect(path, options);
  } catch (error) {
    if (error instanceof FormatError) return { output: { error: error.message }, refused: true };
    throw new ExpectedError(`${path} cannot be read: ${whyFileFailed(error)}.`, "Name a file of weights.");
  }
}

async function inspect(path: string, options: InspectOptions): Promise<InspectedFile> {
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
  const { source, readIndex } = await openWeights(path);
  try {
    const index = await readFromSource(source, readIndex());
    return await readFromSource(source, inspectIndex(index, options));
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
    ...(storage.file !== undefined && { file: storage.file }),
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
