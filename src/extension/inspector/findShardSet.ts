import { posix } from "node:path";
import * as vscode from "vscode";
import { FormatError } from "../../formats/formatError";
import { isShardIndex, MAX_SHARD_INDEX_BYTES, parseShardIndex } from "../../formats/shardIndex";

/** As the writers of sets name their files: `model-00001-of-00003.safetensors`. */
const SHARD_NAME = /-\d+-of-\d+\.safetensors$/i;

/** The index of the set that the file at `uri` is a part of, in its folder; undefined when there is none. */
export async function findShardSet(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  if (!SHARD_NAME.test(uri.path)) return undefined;
  const folder = vscode.Uri.joinPath(uri, "..");
  for (const [name] of await vscode.workspace.fs.readDirectory(folder)) {
    const index = vscode.Uri.joinPath(folder, name);
    if (isShardIndex(name) && (await namesFile(index, posix.basename(uri.path)))) return index;
  }
  return undefined;
}

async function namesFile(index: vscode.Uri, file: string): Promise<boolean> {
  if ((await vscode.workspace.fs.stat(index)).size > MAX_SHARD_INDEX_BYTES) return false;
  try {
    return [...parseShardIndex(await vscode.workspace.fs.readFile(index)).values()].includes(file);
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
