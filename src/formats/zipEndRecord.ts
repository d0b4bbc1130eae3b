import * as l10n from "@vscode/l10n";
import { viewOf } from "./dataView";
import { FormatError } from "./formatError";
import { readBytes, type Reading } from "./reading";

/** Where the central directory of a zip file lies. */
export interface DirectoryPlace {
  readonly begin: number;
  readonly length: number;
  readonly entryCount: number;
}

const END_BYTES = 22;
const END_SIGNATURE = 0x06054b50;
const LOCATOR_BYTES = 20;
const LOCATOR_SIGNATURE = 0x07064b50;
const END64_BYTES = 56;
const END64_SIGNATURE = 0x06064b50;
const MAX_COMMENT_BYTES = 0xffff;

/** Finds the directory by the end record, and by the zip64 end record where there is one. */
export function* readEndRecord(fileSize: number): Reading<DirectoryPlace> {
  const tailBytes = Math.min(fileSize, END_BYTES + MAX_COMMENT_BYTES);
  const tail = viewOf(yield* readBytes(fileSize - tailBytes, tailBytes));
  const inTail = findSignature(tail);
  const endOffset = fileSize - tailBytes + inTail;
  const end = {
    disk: tail.getUint16(inTail + 4, true) | tail.getUint16(inTail + 6, true),
    entryCountHere: tail.getUint16(inTail + 8, true),
    entryCount: tail.getUint16(inTail + 10, true),
    length: tail.getUint32(inTail + 12, true),
    begin: tail.getUint32(inTail + 16, true),
  };
  if (end.disk !== 0) throw new FormatError(l10n.t("The zip file is one part of a set of several."));
  if (end.entryCountHere !== end.entryCount) throw contradiction();

  const end64 = yield* readZip64Record(endOffset);
  const agrees = (small: number, sentinel: number, large: number) => small === sentinel || small === large;
  if (end64) {
    const agree =
      agrees(end.entryCount, 0xffff, end64.entryCount) &&
      agrees(end.length, 0xffffffff, end64.length) &&
      agrees(end.begin, 0xffffffff, end64.begin);
    if (!agree) throw contradiction();
  }
  const place = end64 ?? { ...end, recordOffset: endOffset };
  if (place.begin + place.length !== place.recordOffset) {
    throw new FormatError(
      l10n.t(
        "The zip directory should lie at bytes {0} to {1}, but the end record after it stands at byte {2}.",
        place.begin,
        place.begin + place.length,
        place.recordOffset,
      ),
    );
  }
  return { begin: place.begin, length: place.length, entryCount: place.entryCount };
}

function findSignature(tail: DataView): number {
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END_SIGNATURE) continue;
    if (at + END_BYTES + tail.getUint16(at + 20, true) === tail.byteLength) return at;
    throw contradiction();
  }
  throw new FormatError(l10n.t("The file is cut off: it has no complete zip end record, so part of it is missing."));
}

function* readZip64Record(endOffset: number): Reading<(DirectoryPlace & { recordOffset: number }) | undefined> {
  const locatorOffset = endOffset - LOCATOR_BYTES;
  if (locatorOffset < 0) return undefined;
  const locator = viewOf(yield* readBytes(locatorOffset, LOCATOR_BYTES));
  if (locator.getUint32(0, true) !== LOCATOR_SIGNATURE) return undefined;
  const recordOffset = toSafeNumber(locator.getBigUint64(8, true));
  const isOneOfSeveral = locator.getUint32(4, true) !== 0 || locator.getUint32(16, true) !== 1;
  if (isOneOfSeveral || recordOffset + END64_BYTES > locatorOffset) {
    throw contradiction();
  }
  const record = viewOf(yield* readBytes(recordOffset, END64_BYTES));
  const recordLength = toSafeNumber(record.getBigUint64(4, true)) + 12;
  const entryCount = toSafeNumber(record.getBigUint64(32, true));
  if (
    record.getUint32(0, true) !== END64_SIGNATURE ||
    recordOffset + recordLength !== locatorOffset ||
    record.getUint32(16, true) !== 0 ||
    record.getUint32(20, true) !== 0 ||
    toSafeNumber(record.getBigUint64(24, true)) !== entryCount
  ) {
    throw contradiction();
  }
  return {
    recordOffset,
    entryCount,
    length: toSafeNumber(record.getBigUint64(40, true)),
    begin: toSafeNumber(record.getBigUint64(48, true)),
  };
}

function contradiction(): FormatError {
  return new FormatError(l10n.t("The zip end records of the file contradict each other or its length."));
}

/** A 64-bit size or offset; no file reaches 2^53 bytes. */
export function toSafeNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new FormatError(l10n.t("The file gives a size or offset of {0} bytes, which no file has.", String(value)));
  }
  return Number(value);
}
