import * as l10n from "@vscode/l10n";
import { open, type FileHandle } from "node:fs/promises";
import { FormatError } from "../../formats/formatError";
import { gunzip, isGzip, PART_BYTES, type OnPart } from "./gunzip";

/** Of a file that is not compressed. */
const PLAIN_PART_BYTES = 1 << 22;
const END_BYTES = 4;
/** An archive of what cannot be compressed is a little longer than its content: by more than that if it is tiny. */
const SMALLEST_ARCHIVE_BYTES = 1 << 10;

/**
 * The content of a file, uncompressed when it is gzip, whatever its name says; `onPart` can look at it before it is
 * whole, and proved to be. Throws `FormatError` when it is empty, damaged or has more than `maxBytes`, and the file
 * system's errors as they are.
 */
export async function readContent(path: string, maxBytes: number, onPart?: OnPart): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const beginning = await readAt(file, 0, 2);
    if (beginning.length === 0) throw new FormatError(l10n.t("It is empty."));
    const isArchive = isGzip(beginning);
    const largest = isArchive ? 2 * maxBytes + SMALLEST_ARCHIVE_BYTES : maxBytes;
    if (size > largest) throw new FormatError(l10n.t("It has more than {0} bytes.", largest));
    if (!isArchive) return await readPlain(file, size, onPart);
    const end = await readAt(file, Math.max(0, size - END_BYTES), END_BYTES);
    return await gunzip({ parts: partsOf(file), length: size, end }, maxBytes, onPart);
  } finally {
    await file.close();
  }
}

/** As much of `bytes` from `position` as the file has. */
async function readAt(file: FileHandle, position: number, bytes: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, position);
  return buffer.subarray(0, bytesRead);
}

async function* partsOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (let at = 0; ;) {
    const part = await readAt(file, at, PART_BYTES);
    if (part.length === 0) return;
    yield part;
    at += part.length;
  }
}

async function readPlain(file: FileHandle, size: number, onPart?: OnPart): Promise<Uint8Array> {
  const content = Buffer.allocUnsafeSlow(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await file.read(content, length, Math.min(PLAIN_PART_BYTES, size - length), length);
    if (bytesRead === 0) break; // it was cut off meanwhile
    length += bytesRead;
    onPart?.(content.subarray(0, length));
  }
  return content.subarray(0, length);
}
