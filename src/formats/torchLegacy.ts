import * as l10n from "@vscode/l10n";
import { viewOf } from "./dataView";
import { FormatError, quoted } from "./formatError";
import { describeProtocol } from "./describeProtocol";
import { MAX_PICKLE_BYTES, readPickle, type PickleResult, type PickleWorld } from "./pickle";
import { PickleEndsEarly } from "./pickleCursor";
import { PickledDict, PickledList } from "./pickleValues";
import { readBytes, type Reading } from "./reading";
import { indexTensors } from "./torchIndex";
import type { TorchStorage } from "./torchValues";
import { createTorchWorld, explainUnknown } from "./torchWorld";
import type { StorageEntry, WeightsIndex } from "./weightsIndex";

/** What the first pickle of the file holds (`torch/serialization.py`). */
const MAGIC_NUMBER = 0x1950a86a20f9469cfc6cn;
const PROTOCOL_VERSION = 1001;
const FIRST_WINDOW_BYTES = 64 * 1024;
const COUNT_BYTES = 8;

/** Nothing but plain data may stand in the small pickles around the main one. */
const EMPTY_WORLD: PickleWorld = {
  findGlobal: () => undefined,
  explainUnknown,
  persistentLoad: () => {
    throw new FormatError(l10n.t("The file refers to a storage outside of its main pickle."));
  },
};

/** The length of the opening pickle with PyTorch's magic number, or undefined when the file does not begin with it. */
export function findLegacyMagic(opening: Uint8Array): number | undefined {
  try {
    const { value, length } = readPickle(opening, EMPTY_WORLD);
    return value === MAGIC_NUMBER ? length : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/**
 * Reads the headers of a file that `torch.save` wrote before 1.6, or with `_use_new_zipfile_serialization=False`:
 * magic number, version, system, main pickle and storage keys as five pickles, then for each key a count and its bytes.
 */
export function* readTorchLegacy(fileSize: number, magicLength: number): Reading<WeightsIndex> {
  const version = yield* readPickleAt(magicLength, fileSize, EMPTY_WORLD);
  if (version.value !== PROTOCOL_VERSION)
    throw new FormatError(l10n.t("The legacy file has a protocol version that is not known."));
  const system = yield* readPickleAt(version.end, fileSize, EMPTY_WORLD);
  if (!(system.value instanceof PickledDict) || system.value.entries.get("little_endian") !== true) {
    throw new FormatError(
      l10n.t("The legacy file was not saved on a little-endian machine; its numbers would be read wrongly."),
    );
  }
  const world = createTorchWorld("legacy");
  const main = yield* readPickleAt(system.end, fileSize, world);
  const keys = yield* readPickleAt(main.end, fileSize, EMPTY_WORLD);
  const { storages, end } = yield* locateStorages(keys.end, checkKeys(keys.value), world.storages);
  const trailingBytes = fileSize - end;
  const pickles = [version, system, main, keys];
  const problems = pickles.flatMap(pickle => pickle.problems);
  const trailing =
    trailingBytes > 0 ? [l10n.t("{0} bytes follow the last storage; they are ignored.", trailingBytes)] : [];
  return {
    format: "legacy",
    ...indexTensors(main.value, storages, problems, [...describeProtocol(pickles), ...trailing]),
  };
}

/** Reads a pickle whose length only its end tells, with a window that grows as needed. */
function* readPickleAt(
  begin: number,
  fileSize: number,
  world: PickleWorld,
): Reading<PickleResult & { readonly end: number }> {
  const available = Math.min(fileSize - begin, MAX_PICKLE_BYTES);
  for (let length = Math.min(FIRST_WINDOW_BYTES, available); ; length = Math.min(length * 8, available)) {
    const window = yield* readBytes(begin, length);
    try {
      const pickle = readPickle(window, world);
      return { ...pickle, end: begin + pickle.length };
    } catch (error) {
      if (!(error instanceof PickleEndsEarly) || length === available) throw error;
    }
  }
}

function checkKeys(value: unknown): readonly string[] {
  const keys = value instanceof PickledList ? value.items.filter(key => typeof key === "string") : undefined;
  if (keys && keys.length === (value as PickledList).items.length) return keys;
  throw new FormatError(l10n.t("The legacy file has no list of the storages that follow."));
}

/** Storages follow each other in the order of their keys, each behind its element count. */
function* locateStorages(
  begin: number,
  keys: readonly string[],
  needed: ReadonlyMap<string, TorchStorage>,
): Reading<{ storages: ReadonlyMap<TorchStorage, StorageEntry>; end: number }> {
  const storages = new Map<TorchStorage, StorageEntry>();
  let at = begin;
  for (const key of keys) {
    const storage = needed.get(key);
    if (!storage)
      throw new FormatError(l10n.t("The legacy file lists a storage {0} that no tensor uses.", quoted(key)));
    if (storages.has(storage))
      throw new FormatError(l10n.t("The legacy file lists its storage {0} twice.", quoted(key)));
    const count = viewOf(yield* readBytes(at, COUNT_BYTES)).getBigInt64(0, true);
    const { elementCount, byteLength, location } = storage;
    if (count !== BigInt(elementCount)) {
      throw new FormatError(
        l10n.t(
          "The storage {0} should have {1} elements, but announces {2}.",
          quoted(key),
          elementCount,
          String(count),
        ),
      );
    }
    at += COUNT_BYTES;
    const payload = {
      name: l10n.t("the storage {0}", quoted(key)),
      begin: at,
      storedLength: byteLength,
      length: byteLength,
      deflated: false,
    };
    storages.set(storage, { key, byteLength, location, payload });
    at += byteLength;
    yield* readBytes(at, 0); // a storage that the end of the file cuts off is refused here
  }
  const missing = [...needed.values()].find(storage => !storages.has(storage));
  if (missing)
    throw new FormatError(l10n.t("The legacy file lacks the bytes of its storage {0}.", quoted(missing.key)));
  return { storages, end: at };
}
