import * as l10n from "@vscode/l10n";
import { DTYPE_OF_STORAGE_CLASS, DTYPES, findDtype, type DtypeName } from "./dtype";
import { FormatError, quoted } from "./formatError";
import type { PickleWorld } from "./pickle";
import { PickledTuple, type PickleValue } from "./pickleValues";
import { byteLengthOf } from "./tensorLayout";
import { TORCH_FUNCTIONS } from "./torchFunctions";
import { DtypeValue, StorageClass, TorchStorage } from "./torchValues";

/** The names and storages of a checkpoint. After the pickle was read, `storages` says which ones it needs. */
export interface TorchWorld extends PickleWorld {
  readonly storages: ReadonlyMap<string, TorchStorage>;
}

/** `legacy` ids end with the description of a view; zip files have none. */
export function createTorchWorld(container: "zip" | "legacy"): TorchWorld {
  const storages = new Map<string, TorchStorage>();
  return { findGlobal, explainUnknown, storages, persistentLoad: id => keep(storages, parseStorage(id, container)) };
}

/** What weights consist of, out of the names that `weights_only` takes. Source: `torch/_weights_only_unpickler.py`. */
function findGlobal(qualifiedName: string): PickleValue | undefined {
  const known = TORCH_FUNCTIONS.get(qualifiedName);
  if (known) return known;
  if (qualifiedName === "torch.storage.UntypedStorage") return new StorageClass(qualifiedName, "untyped");
  const name = /^torch\.(?:cuda\.)?(\w+)$/.exec(qualifiedName)?.[1];
  if (name === undefined) return undefined;
  const stored = DTYPE_OF_STORAGE_CLASS.get(name);
  if (stored) return new StorageClass(qualifiedName, stored);
  const dtype = qualifiedName === `torch.${name}` ? findDtype(name) : undefined;
  return dtype && DTYPES[dtype].bits % 8 === 0 ? new DtypeValue(dtype) : undefined;
}

/** Kinds of tensors that `torch.load` takes and that no list of numbers represents: sparse, quantized, nested, meta. */
const NOT_READ =
  /^torch\.(_utils\._rebuild_(sparse_tensor|qtensor|nested_tensor|meta_tensor_no_storage|wrapper_subclass|device_tensor_from_(cpu_tensor|numpy))|_tensor\._rebuild_from_type_v2|Q\w+Storage|per_(tensor|channel)_\w+|(cuda\.)?(sparse\.)?\w+Tensor)$/;

/** Says what the file would need. */
export function explainUnknown(qualifiedName: string): string {
  const name = quoted(qualifiedName);
  return NOT_READ.test(qualifiedName)
    ? l10n.t("The file needs the Python object {0}, a kind of tensor that is not read here.", name)
    : l10n.t("The file needs the Python object {0}, which torch.load refuses by default.", name);
}

/** Storages are shared by key, so one key must always mean the same storage. */
function keep(storages: Map<string, TorchStorage>, storage: TorchStorage): TorchStorage {
  const known = storages.get(storage.key);
  if (!known) {
    storages.set(storage.key, storage);
    return storage;
  }
  if (known.dtype === storage.dtype && known.elementCount === storage.elementCount) return known;
  throw new FormatError(l10n.t("The file describes its storage {0} in two different ways.", quoted(storage.key)));
}

/** `("storage", storage class, key, location, element count)` and, in the legacy format, a description of a view. */
function parseStorage(id: PickleValue, container: "zip" | "legacy"): TorchStorage {
  if (!(id instanceof PickledTuple))
    throw new FormatError(l10n.t("The file refers to a storage by something that is no tuple."));
  const [tag, storageClass, key, location, elementCount, view] = id.items;
  if (tag !== "storage") {
    throw new FormatError(
      tag === "module"
        ? l10n.t("The file holds a whole pickled module with its source code, which torch.load refuses by default.")
        : l10n.t("The file refers to an outside object that is no storage."),
    );
  }
  const length = container === "zip" ? 5 : 6;
  if (id.items.length !== length)
    throw new FormatError(l10n.t("The file describes a storage with too few or too many values."));
  if (!(storageClass instanceof StorageClass)) {
    throw new FormatError(l10n.t("The file describes a storage without naming a storage class."));
  }
  if (typeof key !== "string" || typeof location !== "string") {
    throw new FormatError(l10n.t("The file describes a storage whose key or location is no text."));
  }
  if (typeof elementCount !== "number" || !Number.isSafeInteger(elementCount) || elementCount < 0) {
    throw new FormatError(
      l10n.t("The file describes the storage {0} with an element count that is no whole number.", quoted(key)),
    );
  }
  if (view !== undefined && view !== null) {
    throw new FormatError(
      l10n.t("The storage {0} is a view of another one, as only torch before 0.4 saved it.", quoted(key)),
    );
  }
  const byteLength = byteLengthOf(elementType(storageClass.dtype), elementCount);
  return new TorchStorage(key, storageClass.dtype, elementCount, byteLength, location);
}

function elementType(dtype: DtypeName | "untyped"): DtypeName {
  return dtype === "untyped" ? "uint8" : dtype;
}
