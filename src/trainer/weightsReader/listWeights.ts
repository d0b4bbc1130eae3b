import { DTYPES } from "../../formats/dtype";
import type { Inspection } from "../../formats/inspectWeights";
import { isContiguous } from "../../formats/tensorLayout";
import type { StorageEntry, TensorEntry } from "../../formats/weightsIndex";
import type { OpenWeights } from "../openWeights";
import type { ListedTensor, WeightsListing } from "../../protocol/inspector";

/** More tensors, or more values beside them, a page does not list; the largest models have a few thousand. */
export const MAX_LISTED = 50_000;
/** Longer texts of a file are cut. */
const MAX_TEXT = 10_000;

/** What the headers say, in the words of the page. */
export function listWeights(
  { source, fileCount }: Pick<OpenWeights, "source" | "fileCount">,
  inspection: Omit<Inspection, "stats">,
): WeightsListing {
  const { index, problems, warnings } = inspection;
  const users = countUsers(index.tensors);
  const measurable = index.tensors.filter(({ storage }) => storage.payload);
  return {
    fileBytes: source.size,
    ...(fileCount !== undefined && { fileCount }),
    format: index.format,
    topLevel: index.topLevel,
    tensors: index.tensors.slice(0, MAX_LISTED).map(tensor => listTensor(tensor, users.get(tensor.storage)! > 1)),
    tensorsLeftOut: Math.max(0, index.tensors.length - MAX_LISTED),
    scalars: [...index.scalars].slice(0, MAX_LISTED).map(([path, value]) => [path, cut(JSON.stringify(value))]),
    metadata: [...(index.metadata ?? [])].slice(0, MAX_LISTED).map(([key, text]) => [key, cut(text)]),
    problems: problems.map(cut),
    warnings: warnings.map(cut),
    valueBytes: measurable.reduce((sum, tensor) => sum + bytesOf(tensor), 0),
  };
}

function countUsers(tensors: readonly TensorEntry[]): ReadonlyMap<StorageEntry, number> {
  const users = new Map<StorageEntry, number>();
  for (const { storage } of tensors) users.set(storage, (users.get(storage) ?? 0) + 1);
  return users;
}

function listTensor(tensor: TensorEntry, isShared: boolean): ListedTensor {
  const { name, path, dtype, shape, strides, offset, elementCount, storage, isParameter, requiresGrad } = tensor;
  const isPlain = offset === 0 && isContiguous(tensor);
  return {
    name: cut(name),
    ...(path.length > 1 && { path: path.map(cut) }),
    dtype,
    shape,
    elementCount,
    byteLength: bytesOf(tensor),
    ...(!isPlain && { view: { strides, offset } }),
    ...(isShared && { storage: storage.key }),
    storageBytes: storage.byteLength,
    ...(storage.file !== undefined && { file: cut(storage.file) }),
    isParameter,
    requiresGrad,
  };
}

function bytesOf({ dtype, elementCount }: TensorEntry): number {
  return (elementCount * DTYPES[dtype].bits) / 8;
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
