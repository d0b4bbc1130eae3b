import * as l10n from "@vscode/l10n";
import { FormatError, quoted } from "./formatError";
import { describeProtocol } from "./describeProtocol";
import { MAX_PICKLE_BYTES, readPickle, type PickleResult } from "./pickle";
import type { Payload } from "./payload";
import type { Reading } from "./reading";
import { indexTensors } from "./torchIndex";
import { findRecordProblems } from "./torchRecords";
import type { TorchStorage } from "./torchValues";
import { createTorchWorld } from "./torchWorld";
import type { StorageEntry, WeightsIndex } from "./weightsIndex";
import { locateEntry, readEntry, readZipDirectory, type ZipDirectory } from "./zip";

/** Reads the headers of a file that `torch.save` wrote in its zip format. */
export function* readTorchZip(fileSize: number): Reading<WeightsIndex> {
  const directory = yield* readZipDirectory(fileSize);
  const top = topFolderOf(directory);
  const problems = yield* findRecordProblems(directory, top);
  const payloads = new Map<string, Payload>();
  for (const [name, entry] of directory.entries) payloads.set(name, yield* locateEntry(directory, entry));

  const world = createTorchWorld("zip");
  const { pickle, trailingBytes } = yield* readDataPickle(directory, top, world);
  problems.push(...pickle.problems);
  const storages = new Map<TorchStorage, StorageEntry>();
  for (const storage of world.storages.values()) {
    const { key, byteLength, location } = storage;
    const payload = payloads.get(`${top}/data/${key}`);
    const problem = findStorageProblem(storage, payload);
    storages.set(storage, { key, byteLength, location, ...(problem === undefined && payload && { payload }) });
    if (problem !== undefined) problems.push(problem);
  }
  const trailing =
    trailingBytes > 0 ? [l10n.t("{0} bytes follow the end of the pickle; they are ignored.", trailingBytes)] : [];
  return {
    format: "zip",
    ...indexTensors(pickle.value, storages, problems, [...describeProtocol([pickle]), ...trailing]),
  };
}

function topFolderOf(directory: ZipDirectory): string {
  const [first = ""] = directory.entries.keys();
  const slash = first.indexOf("/");
  if (slash > 0) return first.slice(0, slash);
  throw new FormatError(l10n.t("The zip file was not written by torch.save: its entries do not lie in a folder."));
}

function* readDataPickle(
  directory: ZipDirectory,
  top: string,
  world: Parameters<typeof readPickle>[1],
): Reading<{ pickle: PickleResult; trailingBytes: number }> {
  const entry = directory.entries.get(`${top}/data.pkl`);
  if (!entry) throw new FormatError(l10n.t("The zip file was not written by torch.save: it has no data.pkl."));
  if (entry.length > MAX_PICKLE_BYTES) throw new FormatError(l10n.t("The pickle of the file is larger than 64 MB."));
  const bytes = yield* readEntry(directory, entry);
  if (bytes.length === 0) throw new FormatError(l10n.t("The pickle of the file is empty."));
  const pickle = readPickle(bytes, world);
  return { pickle, trailingBytes: bytes.length - pickle.length };
}

function findStorageProblem({ key, byteLength }: TorchStorage, payload: Payload | undefined): string | undefined {
  if (!payload) return l10n.t("The file lacks the bytes of its storage {0}.", quoted(key));
  if (payload.length === byteLength) return undefined;
  return l10n.t("The storage {0} should have {1} bytes, but has {2}.", quoted(key), byteLength, payload.length);
}
