import * as l10n from "@vscode/l10n";
import { FormatError } from "../../formats/formatError";
import { ExpectedError } from "../../protocol/expectedError";
import type { OnPart } from "./gunzip";
import { damagedFile, type NamedBytes } from "./parseDataset";
import { readContent } from "./readContent";
import { whyFileFailed } from "../whyFileFailed";

/** More than any set of digits needs; a file beyond it would only fill the memory. */
const MAX_BYTES = 1 << 28;

/** Reads a file that a person put there, plain or gzip, of which `onPart` is told early. Throws `ExpectedError`. */
export async function readDataFile(path: string, onPart?: OnPart): Promise<NamedBytes> {
  try {
    return { path, bytes: await readContent(path, MAX_BYTES, onPart) };
  } catch (error) {
    if (error instanceof FormatError) throw damagedFile(path, error);
    throw new ExpectedError(
      l10n.t("{0} cannot be read: {1}.", path, whyFileFailed(error)),
      l10n.t("Check the file and its permissions."),
    );
  }
}
