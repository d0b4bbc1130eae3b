import * as l10n from "@vscode/l10n";
import type { ByteSource } from "./byteSource";
import { FormatError } from "./formatError";

/** A stretch of a file. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** A reader that yields the ranges it needs and receives their bytes, so that one code reads memory and streams. */
export type Reading<T> = Generator<ByteRange, T, Uint8Array>;

/** What a long reading asks before each step; an `AbortSignal` is one. */
export interface Cancellation {
  readonly aborted: boolean;
}

/** Thrown by `readFromSource` after its cancellation. */
export class ReadingCancelled extends Error {}

export function* readBytes(offset: number, length: number): Reading<Uint8Array> {
  return yield { offset, length };
}

/** Runs `reading` over a file in memory. */
export function readFromMemory<T>(file: Uint8Array, reading: Reading<T>): T {
  let step = reading.next();
  while (step.done !== true) {
    const { offset, length } = checkRange(step.value, file.byteLength);
    step = reading.next(file.subarray(offset, offset + length));
  }
  return step.value;
}

/** Small reads fetch this much, because headers lie close together and a read costs more than its bytes. */
const BLOCK_BYTES = 4 * 1024;

/** Runs `reading` over any source, one read at a time. */
export async function readFromSource<T>(
  source: ByteSource,
  reading: Reading<T>,
  cancellation?: Cancellation,
): Promise<T> {
  let block: Uint8Array = new Uint8Array(0);
  let blockOffset = 0;
  let step = reading.next();
  while (step.done !== true) {
    if (cancellation?.aborted) throw new ReadingCancelled();
    const { offset, length } = checkRange(step.value, source.size);
    if (offset < blockOffset || offset + length > blockOffset + block.byteLength) {
      const wanted = Math.min(Math.max(length, BLOCK_BYTES), source.size - offset);
      block = await source.read(offset, wanted);
      blockOffset = offset;
      if (block.byteLength !== wanted) throw new FormatError(l10n.t("The file became shorter while it was read."));
    }
    step = reading.next(block.subarray(offset - blockOffset, offset - blockOffset + length));
  }
  return step.value;
}

/** Refuses a range beyond the end of the file. */
export function checkRange(range: ByteRange, size: number): ByteRange {
  const { offset, length } = range;
  if (offset >= 0 && length >= 0 && offset + length <= size) return range;
  throw new FormatError(
    l10n.t("The file is cut off: it should have bytes up to {0}, but ends after {1} bytes.", offset + length, size),
  );
}
