import * as l10n from "@vscode/l10n";
import { collectTensors } from "./collectTensors";
import { quoted } from "./formatError";
import {
  Built,
  PickledDict,
  PickledFloat,
  PickledList,
  PickledObject,
  PickledSet,
  PickledTuple,
  UnknownGlobal,
  type PickleValue,
} from "./pickleValues";
import { countElements } from "./tensorLayout";
import type { TorchStorage } from "./torchValues";
import type { StorageEntry, TensorEntry, WeightsIndex } from "./weightsIndex";

/** The Python type of the outermost object of a checkpoint. */
function describeTopLevel(value: PickleValue): string {
  if (value instanceof Built) return value.kind;
  if (value instanceof PickledDict) return value.kind;
  if (value instanceof PickledList) return "list";
  if (value instanceof PickledTuple) return "tuple";
  if (value instanceof PickledSet) return "set";
  if (value instanceof PickledObject || value instanceof UnknownGlobal) return value.name;
  if (value === null) return "None";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "str";
  if (value instanceof PickledFloat) return "float";
  return value instanceof Uint8Array ? "bytes" : "int";
}

/** Lists what `root` holds, with the place of its bytes, and adds to `problems` and `warnings`. */
export function indexTensors(
  root: PickleValue,
  storages: ReadonlyMap<TorchStorage, StorageEntry>,
  problems: readonly string[],
  warnings: readonly string[],
): Omit<WeightsIndex, "format"> {
  const { tensors, scalars, scalarsLeftOut } = collectTensors(root);
  const entries = tensors.map(({ path, tensor }): TensorEntry => ({
    name: path.join("."),
    path,
    dtype: tensor.dtype,
    ...tensor.layout,
    elementCount: countElements(tensor.layout.shape),
    storage: storages.get(tensor.storage)!,
    requiresGrad: tensor.requiresGrad,
    isParameter: tensor.isParameter,
  }));
  const topLevel = describeTopLevel(root);
  const contradictions = [...findRepeatedName(entries), ...findMissingTensors(root, topLevel, entries)];
  const leftOut =
    scalarsLeftOut > 0 ? [l10n.t("{0} more values beside the tensors are not listed.", scalarsLeftOut)] : [];
  return {
    topLevel,
    tensors: entries,
    scalars,
    problems: [...problems, ...contradictions],
    warnings: [...warnings, ...leftOut],
  };
}

/** Paths are joined by dots, so `{"a": {"b": x}, "a.b": y}` gives two tensors one name. */
function findRepeatedName(entries: readonly TensorEntry[]): string[] {
  const names = new Set<string>();
  const repeated = entries.find(({ name }) => names.size === names.add(name).size);
  return repeated ? [l10n.t("The file has two tensors named {0}.", quoted(repeated.name))] : [];
}

function findMissingTensors(root: PickleValue, topLevel: string, entries: readonly TensorEntry[]): string[] {
  const isContainer = root instanceof PickledDict || root instanceof PickledList || root instanceof PickledTuple;
  return isContainer || entries.length > 0
    ? []
    : [l10n.t("The file holds no tensors, but a Python object: {0}.", topLevel)];
}
