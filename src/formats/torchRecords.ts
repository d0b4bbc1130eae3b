import { FormatError, quoted } from "./formatError";
import type { Reading } from "./reading";
import { decodeUtf8 } from "./utf8";
import { readEntry, type ZipDirectory } from "./zip";

/** The versions of the container that PyTorch reads (`caffe2/serialize/versions.h`). */
const CONTAINER_VERSIONS = { oldest: 1, newest: 10 };
const MAX_RECORD_BYTES = 1024;

/**
 * Reads the small entries beside pickle and storages, in folder `top` of the archive. Gives sentences on what PyTorch
 * would not take, and throws `FormatError` where values would be misread.
 */
export function* findRecordProblems(directory: ZipDirectory, top: string): Reading<string[]> {
  yield* checkByteOrder(directory, top);
  const version = yield* readRecord(directory, `${top}/version`);
  const alignment = yield* readRecord(directory, `${top}/.storage_alignment`);
  yield* readRecord(directory, `${top}/.data/serialization_id`);
  return [
    ...findForeignEntries(directory, top),
    ...findVersionProblems(version),
    ...(alignment === undefined || /^\d{1,9}$/.test(alignment.trim())
      ? []
      : [`The file gives ${quoted(alignment)} as alignment of its storages, which is no number.`]),
  ];
}

function* readRecord(directory: ZipDirectory, name: string): Reading<string | undefined> {
  const entry = directory.entries.get(name);
  if (!entry) return undefined;
  if (entry.length > MAX_RECORD_BYTES) throw new FormatError(`The zip entry ${quoted(name)} is far too long.`);
  const text = decodeUtf8(yield* readEntry(directory, entry));
  if (text === undefined) throw new FormatError(`The zip entry ${quoted(name)} is no valid text.`);
  return text;
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

function findForeignEntries(directory: ZipDirectory, top: string): string[] {
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

function findVersionProblems(text: string | undefined): string[] {
  if (text === undefined) return ["The zip file lacks its version entry, so PyTorch would not load it."];
  const version = /^\d{1,9}\n?$/.test(text) ? Number(text) : NaN;
  const { oldest, newest } = CONTAINER_VERSIONS;
  if (version >= oldest && version <= newest) return [];
  return [`The file has the format version ${quoted(text)}; PyTorch reads ${oldest} to ${newest}.`];
}
