import * as l10n from "@vscode/l10n";
import { Inflate } from "fflate";
import { FormatError } from "./formatError";

/** Compressed bytes per push: deflate grows at most 1032-fold, so one push stays small. */
const PUSH_BYTES = 512;

/** Inflates into exactly `length` bytes and stops as soon as there would be more. `what` names the data in errors. */
export function inflateExactly(compressed: Uint8Array, length: number, what: string): Uint8Array {
  const output = new Uint8Array(length);
  let filled = 0;
  const inflater = new Inflate(chunk => {
    if (filled + chunk.length > length) {
      throw new FormatError(
        l10n.t("The file is damaged: {0} grows beyond the {1} bytes that the file says it has.", what, length),
      );
    }
    output.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    for (let begin = 0; begin < compressed.length; begin += PUSH_BYTES) {
      inflater.push(compressed.subarray(begin, begin + PUSH_BYTES), begin + PUSH_BYTES >= compressed.length);
    }
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(l10n.t("The file is damaged: the compressed bytes of {0} cannot be inflated.", what));
  }
  if (filled !== length) {
    throw new FormatError(
      l10n.t("The file is damaged: {0} inflates to {1} bytes instead of {2}.", what, filled, length),
    );
  }
  return output;
}
