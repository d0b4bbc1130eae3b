import * as l10n from "@vscode/l10n";
import { DTYPES } from "./dtype";
import { quoted } from "./formatError";
import type { StorageEntry, TensorEntry, WeightsIndex } from "./weightsIndex";

const MAX_NAMES = 5;
const MAX_WARNINGS = 50;
/** Below this nobody minds a few bytes that no tensor uses. */
const MIN_WASTE_BYTES = 1024;

/** Sentences about what is odd in a file that may be loaded, from its headers alone. */
export function findWarnings(index: WeightsIndex): string[] {
  const groups = new Map<StorageEntry, TensorEntry[]>();
  for (const tensor of index.tensors) {
    const group = groups.get(tensor.storage);
    if (group) group.push(tensor);
    else groups.set(tensor.storage, [tensor]);
  }
  const warnings = [...index.warnings, ...findDevices(groups.keys())];
  for (const [storage, tensors] of groups) warnings.push(...findWaste(storage, tensors), ...findSharing(tensors));
  const more = warnings.length - MAX_WARNINGS;
  return more > 0
    ? [...warnings.slice(0, MAX_WARNINGS), l10n.t("There are {0} more warnings of these kinds.", more)]
    : warnings;
}

function findDevices(storages: Iterable<StorageEntry>): string[] {
  const devices = new Set([...storages].flatMap(({ location }) => (location === undefined ? [] : [location])));
  devices.delete("cpu");
  if (devices.size === 0) return [];
  const names = [...devices].slice(0, MAX_NAMES).map(quoted).join(", ");
  return [l10n.t('Tensors were saved from {0}: without that device, torch.load needs map_location="cpu".', names)];
}

/** `torch.save` writes the whole storage of a view. */
function findWaste(storage: StorageEntry, tensors: readonly TensorEntry[]): string[] {
  const used = tensors.reduce((sum, { dtype, elementCount }) => sum + (elementCount * DTYPES[dtype].bits) / 8, 0);
  if (storage.byteLength - used < MIN_WASTE_BYTES || used * 2 > storage.byteLength) return [];
  const sizes = [namesOf(tensors), used, storage.byteLength] as const;
  return [
    tensors.length === 1
      ? l10n.t(
          "{0} uses {1} bytes, but the file stores all {2} of what it is a view of; clone() before saving keeps only what is used.",
          ...sizes,
        )
      : l10n.t(
          "{0} use {1} bytes, but the file stores all {2} of what they are views of; clone() before saving keeps only what is used.",
          ...sizes,
        ),
  ];
}

function findSharing(tensors: readonly TensorEntry[]): string[] {
  return tensors.length > 1 ? [l10n.t("{0} share their bytes.", namesOf(tensors))] : [];
}

function namesOf(tensors: readonly TensorEntry[]): string {
  const names = tensors.slice(0, MAX_NAMES).map(({ name }) => quoted(name));
  const more = tensors.length - names.length;
  if (more > 0) return l10n.t("{0} and {1} more", names.join(", "), more);
  return names.length === 1 ? names[0]! : l10n.t("{0} and {1}", names.slice(0, -1).join(", "), names.at(-1)!);
}
