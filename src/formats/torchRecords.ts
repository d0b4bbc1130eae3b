import * as l10n from "@vscode/l10n";
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
      : [l10n.t("The file gives {0} as alignment of its storages, which is no number.", quoted(alignment))]),
  ];
}

function* readRecord(directory: ZipDirectory, name: string): Reading<string | undefined> {
  const entry = directory.entries.get(name);
  if (!entry) return undefined;
  if (entry.length > MAX_RECORD_BYTES)
    throw new FormatError(l10n.t("The zip entry {0} is far too long.", quoted(name)));
  const text = decodeUtf8(yield* readEntry(directory, entry));
  if (text === undefined) throw new FormatError(l10n.t("The zip entry {0} is no valid text.", quoted(name)));
  return text;
}

function* checkByteOrder(directory: ZipDirectory, top: string): Reading<void> {
  const order = yield* readRecord(directory, `${top}/byteorder`);
  if (order === undefined || order === "little") return;
  throw new FormatError(
    order === "big"
      ? l10n.t("The file was saved on a big-endian machine; its numbers would be read wrongly here.")
      : l10n.t("The file says that its byte order is {0}, which is neither little nor big.", quoted(order)),
  );
}

function findForeignEntries(directory: ZipDirectory, top: string): string[] {
  const names = [...directory.entries.keys()];
  const problems = [];
  if (names.some(name => name === `${top}/constants.pkl` || name.startsWith(`${top}/code/`))) {
    problems.push(
      l10n.t(
        "The file is a TorchScript program, not a state dict: open it with torch.jit.load and save its state_dict().",
      ),
    );
  }
  const outside = names.find(name => !name.startsWith(`${top}/`));
  if (outside !== undefined) {
    problems.push(l10n.t("The zip entry {0} lies outside the folder {1} of the file.", quoted(outside), quoted(top)));
  }
  return problems;
}

function findVersionProblems(text: string | undefined): string[] {
  if (text === undefined) return [l10n.t("The zip file lacks its version entry, so PyTorch would not load it.")];
  const version = /^\d{1,9}\n?$/.test(text) ? Number(text) : NaN;
  const { oldest, newest } = CONTAINER_VERSIONS;
  if (version >= oldest && version <= newest) return [];
  return [l10n.t("The file has the format version {0}; PyTorch reads {1} to {2}.", quoted(text), oldest, newest)];
}
