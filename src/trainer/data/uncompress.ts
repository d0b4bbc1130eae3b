import * as l10n from "@vscode/l10n";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { FormatError } from "../../formats/formatError";

const gunzipInBackground = promisify(gunzip);

/**
 * The content of a file, uncompressed when it is gzip, whatever its name says. Throws `FormatError` when it is damaged
 * or has more than `maxBytes`.
 */
export async function uncompress(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  if (bytes.length === 0) throw new FormatError(l10n.t("It is empty."));
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip) return bytes;
  try {
    return await gunzipInBackground(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new FormatError(
      code === "ERR_BUFFER_TOO_LARGE"
        ? l10n.t("It uncompresses to more than {0} bytes.", maxBytes)
        : l10n.t("Its gzip compression is broken ({0}).", message),
    );
  }
}
