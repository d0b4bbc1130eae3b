import * as l10n from "@vscode/l10n";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ExpectedError } from "../../protocol/expectedError";
import { DATA_FILE_ROLES, FILE_NAMES, type DataFileRole } from "./datasetSources";
import { whyFileFailed } from "../whyFileFailed";

/**
 * The paths of the four files if `folder` has them, undefined if it has none of them or does not exist. A folder with
 * only some is an `ExpectedError`: it was meant to be used, and nothing may silently take its place.
 */
export async function findDataFiles(folder: string): Promise<Readonly<Record<DataFileRole, string>> | undefined> {
  const entries = await listFolder(folder);
  const found = DATA_FILE_ROLES.map(role => [role, acceptedNames(role).find(name => entries.has(name))] as const);
  const missing = found.flatMap(([role, name]) => (name === undefined ? [FILE_NAMES[role]] : []));
  if (missing.length === found.length) return undefined;
  if (missing.length > 0) {
    throw new ExpectedError(
      l10n.t("{0} lacks {1}.", folder, missing.join(", ")),
      l10n.t("Complete the folder, or remove its files to use other data."),
    );
  }
  return Object.fromEntries(found.map(([role, name]) => [role, join(folder, name!)])) as Record<DataFileRole, string>;
}

/** As published or with the dot that some copies have, each plain or compressed. */
function acceptedNames(role: DataFileRole): string[] {
  const name = FILE_NAMES[role];
  return [name, name.replace("-idx", ".idx")].flatMap(plain => [plain, `${plain}.gz`]);
}

async function listFolder(folder: string): Promise<ReadonlySet<string>> {
  try {
    return new Set(await readdir(folder));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return new Set();
    throw new ExpectedError(
      l10n.t("The folder {0} cannot be read: {1}.", folder, whyFileFailed(error)),
      l10n.t("Check its permissions, or name another folder."),
    );
  }
}
