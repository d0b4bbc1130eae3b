import * as l10n from "@vscode/l10n";
import { readFile, stat } from "node:fs/promises";
import { FormatError } from "../../formats/formatError";
import { ExpectedError } from "../../protocol/expectedError";
import { damagedFile, type NamedBytes } from "./parseDataset";
import { uncompress } from "./uncompress";
import { whyFileFailed } from "../whyFileFailed";

/** More than any set of digits needs; a file beyond it would only fill the memory. */
const MAX_BYTES = 1 << 28;

/** Reads a file that a person put there, plain or gzip. Throws `ExpectedError`. */
export async function readDataFile(path: string): Promise<NamedBytes> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new FormatError(l10n.t("It has more than {0} bytes.", MAX_BYTES));
    return { path, bytes: await uncompress(await readFile(path), MAX_BYTES) };
  } catch (error) {
    if (error instanceof FormatError) throw damagedFile(path, error);
    throw new ExpectedError(
      l10n.t("{0} cannot be read: {1}.", path, whyFileFailed(error)),
      l10n.t("Check the file and its permissions."),
    );
  }
}
