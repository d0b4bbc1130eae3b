import { FormatError, quoted } from "./formatError";
import { MAX_PICKLE_BYTES, readPickle, type PickleResult } from "./pickle";
import type { Reading } from "./reading";
import { indexTensors } from "./torchIndex";
import type { TorchStorage } from "./torchValues";
import { createTorchWorld } from "./torchWorld";
import { decodeLatin1 } from "./utf8";
import type { StorageEntry, WeightsIndex } from "./weightsIndex";
import { locateEntry, readEntry, readZipDirectory, type ZipDirectory } from "./zip";

/** The versions of the container that PyTorch reads (`caffe2/serialize/versions.h`). */
const CONTAINER_VERSIONS = { oldest: 1, newest: 10 };
const MAX_RECORD_BYTES = 64;

/** Reads the headers of a file that `torch.save` wrote in its zip format. */
export function* readTorchZip(fileSize: number): Reading<WeightsIndex> {
  const directory = yield* readZipDirectory(fileSize);
  const top = topFolderOf(directory);
  const problems = findContainerProblems(directory, top);
  yield* checkByteOrder(directory, top);
  problems.push(...(yield* findVersionProblems(directory, top)));

  const world = createTorchWorld("zip");
  const { pickle, trailingBytes } = yield* readDataPickle(directory, top, world);
  problems.push(...pickle.problems);
  const storages = new Map<TorchStorage, StorageEntry>();
  for (const storage of world.storages.values()) {
    const { entry, problem } = yield* locateStorage(directory, top, storage);
    storages.set(storage, entry);
    if (problem !== undefined) problems.push(problem);
  }
  const warnings = trailingBytes > 0 ? [`${trailingBytes} bytes follow the end of the pickle; they are ignored.`] : [];
  return { format: "zip", warnings, ...indexTensors(pickle.value, storages, problems) };
}

function topFolderOf(directory: ZipDirectory): string {
  const [first = ""] = directory.entries.keys();
  const slash = first.indexOf("/");
  if (slash > 0) return first.slice(0, slash);
  throw new FormatError("The zip file was not written by torch.save: its entries do not lie in a folder.");
}

function findContainerProblems(directory: ZipDirectory, top: string): string[] {
  const names = [...directory.entries.keys()];
  const problems = [];
  if (names.some(name => name === `${top}/constants.pkl` || name.startsWith(`${top}/code/`))) {
    problems.push(
      "The file is a TorchScript program, not a state dict: open it with torch.jit.load and save its state_dict().",
    );
  }
  const outside = names.find(name => !name.startsWith(`${top}/`));
  if (outside !== undefined) {
    problems.push(`The zip entry ${quoted(outside)} lies outside the folder ${quoted(top)} of the file.`);
  }
  return problems;
}

function* readRecord(directory: ZipDirectory, name: string): Reading<string | undefined> {
  const entry = directory.entries.get(name);
  if (!entry) return undefined;
  if (entry.length > MAX_RECORD_BYTES) throw new FormatError(`The zip entry ${quoted(name)} is far too long.`);
  return decodeLatin1(yield* readEntry(directory, entry));
}

function* checkByteOrder(directory: ZipDirectory, top: string): Reading<void> {
  const order = yield* readRecord(directory, `${top}/byteorder`);
  if (order === undefined || order === "little") return;
  throw new FormatError(
    order === "big"
      ? "The file was saved on a big-endian machine; its numbers would be read wrongly here."
      : `The file says that its byte order is ${quoted(order)}, which is neither little nor big.`,
  );
}

function* findVersionProblems(directory: ZipDirectory, top: string): Reading<string[]> {
  const text = yield* readRecord(directory, `${top}/version`);
  if (text === undefined) return ["The zip file lacks its version entry, so PyTorch would not load it."];
  const version = /^\d{1,9}\n?$/.test(text) ? Number(text) : NaN;
  const { oldest, newest } = CONTAINER_VERSIONS;
  if (version >= oldest && version <= newest) return [];
  return [`The file has format version ${quoted(text.trim())}; PyTorch reads ${oldest} to ${newest}.`];
}

function* readDataPickle(
  directory: ZipDirectory,
  top: string,
  world: Parameters<typeof readPickle>[1],
): Reading<{ pickle: PickleResult; trailingBytes: number }> {
  const entry = directory.entries.get(`${top}/data.pkl`);
  if (!entry) throw new FormatError("The zip file was not written by torch.save: it has no data.pkl.");
  if (entry.length > MAX_PICKLE_BYTES) throw new FormatError("The pickle of the file is larger than 64 MB.");
  const bytes = yield* readEntry(directory, entry);
  if (bytes.length === 0) throw new FormatError("The pickle of the file is empty.");
  const pickle = readPickle(bytes, world);
  return { pickle, trailingBytes: bytes.length - pickle.length };
}

function* locateStorage(
  directory: ZipDirectory,
  top: string,
  { key, byteLength, location }: TorchStorage,
): Reading<{ entry: StorageEntry; problem?: string }> {
  const entry = { key, byteLength, location };
  const found = directory.entries.get(`${top}/data/${key}`);
  if (!found) return { entry, problem: `The file lacks the bytes of its storage ${quoted(key)}.` };
  if (found.length !== byteLength) {
    return { entry, problem: `The storage ${quoted(key)} should have ${byteLength} bytes, but has ${found.length}.` };
  }
  return { entry: { ...entry, payload: yield* locateEntry(directory, found) } };
}
