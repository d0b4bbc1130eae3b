import * as l10n from "@vscode/l10n";
import type { DtypeName } from "./dtype";
import { FormatError, quoted } from "./formatError";
import { readPayload } from "./payload";
import { readFromMemory, type Reading } from "./reading";
import { readWeightsIndex } from "./readWeightsIndex";
import { toFloat32 } from "./tensorValues";
import type { StorageEntry, TensorEntry, WeightsIndex } from "./weightsIndex";

export { findStateDict } from "./findStateDict";
export { writeSafetensors } from "./safetensorsWriter";
export { writeTorchStateDict } from "./torchWriter";
export type { WritableTensor } from "./writableTensor";

/** A tensor of a loaded file; its bytes are checked and in memory. */
export interface TensorValue {
  readonly dtype: DtypeName;
  readonly shape: readonly number[];
  /** The keys that lead to it: one for a plain state dict, more inside a checkpoint. */
  readonly path: readonly string[];
  /** A new array in C order. Throws `FormatError` for complex and packed types. */
  toFloat32(): Float32Array;
}

/**
 * Loads a .pth, .pt or .safetensors file strictly: what `torch.load(weights_only=True)` would not take, and what
 * contradicts itself, throws `FormatError`. Tensors come by their names in file order; those of a checkpoint by their
 * dotted path (see `findStateDict`). `readIndex` reads the headers, for what is no file of its own but a set of several.
 */
export function readStateDict(
  file: Uint8Array,
  readIndex: Reading<WeightsIndex> = readWeightsIndex(file.byteLength),
): Map<string, TensorValue> {
  const index = loadIndex(file, readIndex);
  if (index.topLevel !== "dict" && index.topLevel !== "OrderedDict") {
    throw new FormatError(
      l10n.t("The file holds no state dict, but a Python object of type {0}.", quoted(index.topLevel)),
    );
  }
  return loadTensors(file, index);
}

/** Like `readStateDict`, for any tensor or container of tensors. */
export function readTensors(file: Uint8Array): Map<string, TensorValue> {
  return loadTensors(file, loadIndex(file, readWeightsIndex(file.byteLength)));
}

function loadIndex(file: Uint8Array, readIndex: Reading<WeightsIndex>): WeightsIndex {
  const index = readFromMemory(file, readIndex);
  const [problem] = index.problems;
  if (problem !== undefined) throw new FormatError(problem);
  return index;
}

function loadTensors(file: Uint8Array, index: WeightsIndex): Map<string, TensorValue> {
  const storages = new Map<StorageEntry, Uint8Array>();
  const tensors = new Map<string, TensorValue>();
  for (const entry of index.tensors) {
    const bytes = storages.get(entry.storage) ?? readFromMemory(file, readStorage(entry.storage));
    storages.set(entry.storage, bytes);
    tensors.set(entry.name, toValue(entry, bytes));
  }
  return tensors;
}

function* readStorage({ key, payload }: StorageEntry): Reading<Uint8Array> {
  if (!payload) throw new FormatError(l10n.t("The file lacks the bytes of its storage {0}.", quoted(key)));
  return yield* readPayload(payload);
}

function toValue(entry: TensorEntry, storage: Uint8Array): TensorValue {
  const { dtype, shape, path } = entry;
  return { dtype, shape, path, toFloat32: () => toFloat32(dtype, entry, storage) };
}
