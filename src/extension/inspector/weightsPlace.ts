import * as vscode from "vscode";
import type { WeightsPlace } from "../../protocol/inspector";
import { ExpectedError } from "../../protocol/expectedError";

/** Other file systems hand out whole files only; more of one is not taken into memory. */
const MAX_MEMORY_BYTES = 256 * 1024 * 1024;

/** Where the reader finds the bytes of `uri`. Throws an `ExpectedError` for a file too large to be handed out whole. */
export async function findWeightsPlace(uri: vscode.Uri): Promise<WeightsPlace> {
  if (uri.scheme === "file") return { path: uri.fsPath };
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MAX_MEMORY_BYTES) {
    const megabytes = (bytes: number) => Math.ceil(bytes / (1024 * 1024));
    throw new ExpectedError(
      vscode.l10n.t(
        "The file has {0} MB. From a virtual file system, at most {1} MB are read: only whole files can be had there.",
        megabytes(size),
        megabytes(MAX_MEMORY_BYTES),
      ),
    );
  }
  return { bytes: await vscode.workspace.fs.readFile(uri) };
}
