import * as l10n from "@vscode/l10n";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { viewOf } from "../../formats/dataView";
import { FormatError } from "../../formats/formatError";

const gunzipInBackground = promisify(gunzip);
/** Deflate gives at most this many bytes for one (zlib's technical notes). */
const LARGEST_RATIO = 1032;
const SMALLEST_CHUNK_BYTES = 1 << 14;
/** Header and trailer. */
const SMALLEST_GZIP_BYTES = 18;

/**
 * The content of a file, uncompressed when it is gzip, whatever its name says. Throws `FormatError` when it is damaged
 * or has more than `maxBytes`.
 */
export async function uncompress(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  if (bytes.length === 0) throw new FormatError(l10n.t("It is empty."));
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip) return bytes;
  try {
    return await gunzipInBackground(bytes, { maxOutputLength: maxBytes, chunkSize: chunkFor(bytes, maxBytes) });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new FormatError(
      code === "ERR_BUFFER_TOO_LARGE"
        ? l10n.t("It uncompresses to more than {0} bytes.", maxBytes)
        : l10n.t("Its gzip compression is broken ({0}).", message),
    );
  }
}

/**
 * What the content fits into as a whole, so that it is not put together from thousands of pieces, which takes longer than
 * uncompressing it. The last four bytes of a gzip file say how long its content is (RFC 1952, ISIZE); they may lie.
 */
function chunkFor(gzip: Uint8Array, maxBytes: number): number {
  if (gzip.length < SMALLEST_GZIP_BYTES) return SMALLEST_CHUNK_BYTES;
  const said = viewOf(gzip).getUint32(gzip.length - 4, true);
  const largest = Math.min(maxBytes, gzip.length * LARGEST_RATIO);
  return Math.max(SMALLEST_CHUNK_BYTES, Math.min(said, largest) + 1); // at the end there is room left
}
