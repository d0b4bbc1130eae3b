import { posix } from "node:path";
import * as vscode from "vscode";
import { isShardIndex, parseShardIndex } from "../../formats/shardIndex";
import { ExpectedError } from "../../protocol/expectedError";
import type { WeightsPlace } from "../../protocol/inspector";

/** Other file systems hand out whole files only; more of one is not taken into memory. */
export const MAX_MEMORY_BYTES = 256 * 1024 * 1024;

/** Where the reader finds the bytes of `uri`. Throws an `ExpectedError` for what is too large to be handed out whole. */
export async function findWeightsPlace(uri: vscode.Uri, maxMemoryBytes = MAX_MEMORY_BYTES): Promise<WeightsPlace> {
  if (uri.scheme === "file") return { path: uri.fsPath };
  await checkSize([uri], maxMemoryBytes);
  const bytes = await vscode.workspace.fs.readFile(uri);
  if (!isShardIndex(uri.path)) return { bytes };
  const names = [...new Set(parseShardIndex(bytes).values())];
  const uris = names.map(name => vscode.Uri.joinPath(uri, "..", posix.basename(name)));
  await checkSize(uris, maxMemoryBytes);
  const files = await Promise.all(uris.map(shard => vscode.workspace.fs.readFile(shard)));
  return { shardIndex: bytes, files: new Map(names.map((name, at) => [name, files[at]!])) };
}

async function checkSize(uris: readonly vscode.Uri[], maxBytes: number): Promise<void> {
  const stats = await Promise.all(uris.map(uri => vscode.workspace.fs.stat(uri)));
  const size = stats.reduce((sum, stat) => sum + stat.size, 0);
  if (size <= maxBytes) return;
  const megabytes = (bytes: number) => Math.ceil(bytes / (1024 * 1024));
  throw new ExpectedError(
    vscode.l10n.t(
      "The weights have {0} MB. From a virtual file system, at most {1} MB are read: only whole files can be had there. Copy them to a folder on disk and open them there.",
      megabytes(size),
      megabytes(maxBytes),
    ),
  );
}
