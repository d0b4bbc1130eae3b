import * as l10n from "@vscode/l10n";
import { FormatError } from "../../formats/formatError";
import { FileSource } from "../fileSource";
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
  const file = await FileSource.open(path);
  try {
    const { size } = file;
    const beginning = await file.read(0, 2);
    if (beginning.length === 0) throw new FormatError(l10n.t("It is empty."));
    const isArchive = isGzip(beginning);
    const largest = isArchive ? 2 * maxBytes + SMALLEST_ARCHIVE_BYTES : maxBytes;
    if (size > largest) throw new FormatError(l10n.t("It has more than {0} bytes.", largest));
    if (!isArchive) return await readPlain(file, onPart);
    const end = await file.read(Math.max(0, size - END_BYTES), END_BYTES);
    return await gunzip({ parts: partsOf(file), length: size, end }, maxBytes, onPart);
  } finally {
    await file.close();
  }
}

async function* partsOf(file: FileSource): AsyncGenerator<Uint8Array> {
  for (let at = 0; ;) {
    const part = await file.read(at, PART_BYTES);
    if (part.length === 0) return;
    yield part;
    at += part.length;
  }
}

async function readPlain(file: FileSource, onPart?: OnPart): Promise<Uint8Array> {
  const content = Buffer.allocUnsafeSlow(file.size);
  let length = 0;
  while (length < content.length) {
    const bytesRead = await file.readInto(content.subarray(length, length + PLAIN_PART_BYTES), length);
    if (bytesRead === 0) break; // it was cut off meanwhile
    length += bytesRead;
    onPart?.(content.subarray(0, length));
  }
  return content.subarray(0, length);
}
