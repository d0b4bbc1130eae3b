import * as l10n from "@vscode/l10n";
import { viewOf } from "./dataView";
import { FormatError, quoted } from "./formatError";
import { readPayload, type Payload } from "./payload";
import { readBytes, type Reading } from "./reading";
import { decodeUtf8 } from "./utf8";
import { readEndRecord, toSafeNumber } from "./zipEndRecord";

/** One file in a zip archive, as its central directory describes it. */
export interface ZipEntry {
  readonly name: string;
  readonly deflated: boolean;
  readonly crc32: number;
  readonly storedLength: number;
  /** Bytes after inflation. */
  readonly length: number;
  readonly headerOffset: number;
  /** Where the next entry or the directory begins: this one's bytes end before it. */
  readonly endLimit: number;
}

/** The checked directory of an archive: names are unique, and no two entries overlap. */
export interface ZipDirectory {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** False when the writer left out all checksums, as `torch.serialization.set_crc32_options(False)` does. */
  readonly hasChecksums: boolean;
}

const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;
const CENTRAL_BYTES = 46;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_BYTES = 30;
const LOCAL_SIGNATURE = 0x04034b50;
const ENCRYPTED_FLAGS = 0x0001 | 0x0040 | 0x2000;
const DESCRIPTOR_FLAG = 0x0008;
const DEFLATED = 8;
/** PyTorch reads an entry with it as nothing, and leaves its tensor uninitialised. */
const FOLDER_ATTRIBUTE = 0x10;

/** Reads and checks the central directory. Payloads are not touched. */
export function* readZipDirectory(fileSize: number): Reading<ZipDirectory> {
  const place = yield* readEndRecord(fileSize);
  if (place.length > MAX_DIRECTORY_BYTES)
    throw new FormatError(l10n.t("The zip directory of the file is unreasonably large."));
  const bytes = yield* readBytes(place.begin, place.length);
  const entries: Omit<ZipEntry, "endLimit">[] = [];
  let at = 0;
  while (at < bytes.length) {
    const { entry, end } = parseCentralEntry(bytes, at);
    entries.push(entry);
    at = end;
  }
  if (entries.length !== place.entryCount) {
    throw new FormatError(
      l10n.t("The zip end record claims {0} entries, but the directory lists {1}.", place.entryCount, entries.length),
    );
  }
  checkInflatedSize(entries, fileSize);
  return {
    entries: checkLayout(entries, place.begin),
    hasChecksums: entries.some(entry => entry.crc32 !== 0),
  };
}

function parseCentralEntry(bytes: Uint8Array, at: number): { entry: Omit<ZipEntry, "endLimit">; end: number } {
  const rest = viewOf(bytes.subarray(at));
  if (rest.byteLength < CENTRAL_BYTES || rest.getUint32(0, true) !== CENTRAL_SIGNATURE) {
    throw new FormatError(l10n.t("The zip directory of the file is damaged: an entry does not begin where it should."));
  }
  const nameEnd = CENTRAL_BYTES + rest.getUint16(28, true);
  const extraEnd = nameEnd + rest.getUint16(30, true);
  const end = extraEnd + rest.getUint16(32, true);
  if (end > rest.byteLength)
    throw new FormatError(l10n.t("The zip directory of the file is damaged: its last entry is cut off."));
  const name = decodeUtf8(bytes.subarray(at + CENTRAL_BYTES, at + nameEnd));
  if (name === undefined)
    throw new FormatError(l10n.t("The zip directory of the file has a name that is no valid text."));
  const shown = quoted(name);
  if (rest.getUint16(8, true) & ENCRYPTED_FLAGS)
    throw new FormatError(l10n.t("The zip entry {0} is encrypted.", shown));
  if (rest.getUint16(34, true) !== 0)
    throw new FormatError(l10n.t("The zip entry {0} lies on another part of a set of several.", shown));
  const method = rest.getUint16(10, true);
  if (method !== 0 && method !== DEFLATED) {
    throw new FormatError(
      l10n.t("The zip entry {0} is compressed in a way that is not known (method {1}).", shown, method),
    );
  }
  const wide = zip64Numbers(bytes.subarray(at + nameEnd, at + extraEnd), shown);
  const number = (offset: number) => {
    const narrow = rest.getUint32(offset, true);
    return narrow === 0xffffffff ? wide() : narrow;
  };
  const length = number(24);
  const storedLength = number(20);
  const headerOffset = number(42);
  if (method === 0 && length !== storedLength) {
    throw new FormatError(
      l10n.t(
        "The zip entry {0} is not compressed, yet has two different sizes: {1} and {2} bytes.",
        shown,
        storedLength,
        length,
      ),
    );
  }
  if (rest.getUint32(38, true) & FOLDER_ATTRIBUTE && length > 0) {
    throw new FormatError(l10n.t("The zip entry {0} is marked as a folder, yet has {1} bytes.", shown, length));
  }
  const deflated = method === DEFLATED;
  return {
    entry: { name, deflated, crc32: rest.getUint32(16, true), storedLength, length, headerOffset },
    end: at + end,
  };
}

/** Hands out the 64-bit numbers of the zip64 extra field in the order in which 32-bit fields refer to them. */
function zip64Numbers(extra: Uint8Array, shown: string): () => number {
  const view = viewOf(extra);
  let at = 0;
  let end = 0;
  for (let field = 0; field + 4 <= extra.length;) {
    const fieldEnd = field + 4 + view.getUint16(field + 2, true);
    if (view.getUint16(field, true) === 1) [at, end] = [field + 4, Math.min(fieldEnd, extra.length)];
    field = fieldEnd;
  }
  return () => {
    if (at + 8 > end) throw new FormatError(l10n.t("The zip entry {0} lacks the 64-bit sizes it refers to.", shown));
    at += 8;
    return toSafeNumber(view.getBigUint64(at - 8, true));
  };
}

/** Weights hardly compress; what grows many times over is made to fill the memory. */
function checkInflatedSize(entries: readonly Omit<ZipEntry, "endLimit">[], fileSize: number): void {
  const inflated = entries.reduce((sum, entry) => sum + (entry.deflated ? entry.length : 0), 0);
  if (inflated > 8 * fileSize + 16 * 1024 * 1024) {
    throw new FormatError(
      l10n.t("The compressed entries of the file would grow from {0} bytes to {1}.", fileSize, inflated),
    );
  }
}

function checkLayout(
  entries: readonly Omit<ZipEntry, "endLimit">[],
  directoryBegin: number,
): ReadonlyMap<string, ZipEntry> {
  const inFileOrder = entries.toSorted((a, b) => a.headerOffset - b.headerOffset);
  const limits = new Map(
    inFileOrder.map((entry, index) => [entry, inFileOrder[index + 1]?.headerOffset ?? directoryBegin]),
  );
  const checked = new Map<string, ZipEntry>();
  for (const entry of entries) {
    const endLimit = limits.get(entry)!;
    if (entry.headerOffset + LOCAL_BYTES + entry.storedLength > endLimit) {
      throw new FormatError(
        entry.headerOffset + entry.storedLength > directoryBegin
          ? l10n.t("The zip entry {0} claims bytes beyond the end of the data.", quoted(entry.name))
          : l10n.t("The zip entry {0} overlaps another entry.", quoted(entry.name)),
      );
    }
    if (checked.has(entry.name))
      throw new FormatError(l10n.t("The zip file has two entries named {0}.", quoted(entry.name)));
    checked.set(entry.name, { ...entry, endLimit });
  }
  return checked;
}

/** Checks the local header of `entry` and finds its bytes. */
export function* locateEntry(directory: ZipDirectory, entry: ZipEntry): Reading<Payload> {
  const shown = quoted(entry.name);
  const header = viewOf(yield* readBytes(entry.headerOffset, LOCAL_BYTES));
  if (header.getUint32(0, true) !== LOCAL_SIGNATURE)
    throw new FormatError(l10n.t("The zip entry {0} is not where the directory says.", shown));
  const nameLength = header.getUint16(26, true);
  const begin = entry.headerOffset + LOCAL_BYTES + nameLength + header.getUint16(28, true);
  if (begin + entry.storedLength > entry.endLimit)
    throw new FormatError(l10n.t("The zip entry {0} overlaps what follows it.", shown));
  const localName = decodeUtf8(yield* readBytes(entry.headerOffset + LOCAL_BYTES, nameLength));
  const flags = header.getUint16(6, true);
  const sameOrAbsent = (offset: number, value: number) => {
    const local = header.getUint32(offset, true);
    return local === value || local === 0xffffffff || (local === 0 && (flags & DESCRIPTOR_FLAG) !== 0);
  };
  const agrees =
    localName === entry.name &&
    header.getUint16(8, true) === (entry.deflated ? DEFLATED : 0) &&
    (flags & ENCRYPTED_FLAGS) === 0 &&
    sameOrAbsent(14, entry.crc32) &&
    sameOrAbsent(18, entry.storedLength) &&
    sameOrAbsent(22, entry.length);
  if (!agrees)
    throw new FormatError(
      l10n.t("The zip entry {0} is described differently at its place and in the directory.", shown),
    );
  const { storedLength, length, deflated, crc32 } = entry;
  return {
    name: l10n.t("the zip entry {0}", shown),
    begin,
    storedLength,
    length,
    deflated,
    crc32: directory.hasChecksums ? crc32 : undefined,
  };
}

/** The whole content of `entry`, inflated and compared with its checksum. */
export function* readEntry(directory: ZipDirectory, entry: ZipEntry): Reading<Uint8Array> {
  return yield* readPayload(yield* locateEntry(directory, entry));
}
