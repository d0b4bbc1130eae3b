import * as l10n from "@vscode/l10n";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { viewOf } from "../../formats/dataView";
import { FormatError } from "../../formats/formatError";

/** Told of a content's beginning, as far as it is there: ever longer, in the same place. */
export type OnPart = (soFar: Uint8Array) => void;

/** Of an archive; uncompressed they make about a megabyte. */
export const PART_BYTES = 1 << 18;
/** Deflate gives at most this many bytes for one (zlib's technical notes). */
const LARGEST_RATIO = 1032;
const SMALLEST_CHUNK_BYTES = 1 << 14;
/** Header and trailer. */
const SMALLEST_GZIP_BYTES = 18;

/** An archive whose beginning and end were looked at. */
export interface Archive {
  readonly parts: AsyncIterable<Uint8Array>;
  readonly length: number;
  /** The last four bytes. */
  readonly end: Uint8Array;
}

/** Whether a file is an archive, by its first bytes. */
export function isGzip(beginning: Uint8Array): boolean {
  return beginning[0] === 0x1f && beginning[1] === 0x8b;
}

/**
 * What an archive holds; `onPart` can look at it before it is whole, and proved to be. Throws `FormatError` when it is
 * damaged or holds more than `maxBytes`, and what reading its parts throws.
 */
export async function gunzip(archive: Archive, maxBytes: number, onPart?: OnPart): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  const take = (piece: Buffer) => {
    length += piece.length;
    if (length > maxBytes) throw new FormatError(l10n.t("It uncompresses to more than {0} bytes.", maxBytes));
    const last = pieces.at(-1);
    if (last && isBehind(piece, last)) pieces[pieces.length - 1] = joined(last, piece);
    else pieces.push(piece);
    if (pieces.length === 1) onPart?.(pieces[0]!);
  };
  try {
    await pipeline(archive.parts, createGunzip({ chunkSize: chunkFor(archive, maxBytes) }), writableTo(take));
  } catch (error) {
    if (error instanceof FormatError || (error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    throw new FormatError(l10n.t("Its gzip compression is broken ({0}).", (error as Error).message));
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

/**
 * What the content fits into as a whole, so that it is not put together from thousands of pieces, which takes longer than
 * uncompressing it. The last four bytes of a gzip file say how long its content is (RFC 1952, ISIZE); they may lie.
 */
function chunkFor({ length, end }: Archive, maxBytes: number): number {
  if (length < SMALLEST_GZIP_BYTES) return SMALLEST_CHUNK_BYTES;
  const said = viewOf(end).getUint32(0, true);
  const largest = Math.min(maxBytes, length * LARGEST_RATIO);
  return Math.max(SMALLEST_CHUNK_BYTES, Math.min(said, largest) + 1); // at the end there is room left
}

function writableTo(take: (piece: Buffer) => void): Writable {
  return new Writable({
    write: (piece: Buffer, _encoding, done) => {
      try {
        take(piece);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

function isBehind(piece: Buffer, last: Buffer): boolean {
  return piece.buffer === last.buffer && piece.byteOffset === last.byteOffset + last.length;
}

function joined(first: Buffer, second: Buffer): Buffer {
  return Buffer.from(first.buffer, first.byteOffset, first.length + second.length);
}
