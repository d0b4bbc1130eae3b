import { open } from "node:fs/promises";
import * as vscode from "vscode";
import { createMemorySource, type ByteSource } from "../../formats/byteSource";
import { findStateDict } from "../../formats/findStateDict";
import { FormatError } from "../../formats/formatError";
import { readFromSource } from "../../formats/reading";
import { readWeightsIndex } from "../../formats/readWeightsIndex";
import type { NamedShape } from "../../model/fitCheck";
import { ExpectedError } from "../../protocol/expectedError";

/** Other file systems hand out whole files only; more of one is not taken into memory. */
const MAX_MEMORY_BYTES = 256 * 1024 * 1024;

/** Names and shapes of the state dict in a weights file; only headers are read. Throws an `ExpectedError` for no such file. */
export async function readTensorShapes(uri: vscode.Uri): Promise<NamedShape[]> {
  const name = vscode.workspace.asRelativePath(uri);
  try {
    const index = await withSource(uri, source => readFromSource(source, readWeightsIndex(source.size)));
    const [problem] = index.problems;
    if (problem !== undefined) throw new FormatError(problem);
    const tensors = new Map(index.tensors.map(tensor => [tensor.name, tensor]));
    return Array.from(findStateDict(tensors), ([key, { shape }]) => ({ name: key, shape }));
  } catch (error) {
    if (error instanceof ExpectedError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExpectedError(vscode.l10n.t("{0} cannot be read as weights: {1}", name, reason));
  }
}

async function withSource<T>(uri: vscode.Uri, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const { type, size } = await vscode.workspace.fs.stat(uri);
  if ((type & vscode.FileType.File) === 0) throw new FormatError(vscode.l10n.t("It is not a file."));
  if (uri.scheme !== "file") {
    if (size > MAX_MEMORY_BYTES) {
      throw new FormatError(
        vscode.l10n.t("It is too large for a file system that hands out whole files. Copy it to a folder on disk."),
      );
    }
    return use(createMemorySource(await vscode.workspace.fs.readFile(uri)));
  }
  const handle = await open(uri.fsPath, "r");
  try {
    const read = async (offset: number, length: number) => {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    };
    return await use({ size, read });
  } finally {
    await handle.close();
  }
}
