import * as l10n from "@vscode/l10n";
import { FormatError, quoted } from "./formatError";
import { HeaderObject, parseHeaderJson, type HeaderValue } from "./headerJson";
import { decodeUtf8 } from "./utf8";

const SHARD_INDEX = /\.safetensors\.index\.json$/i;
export const MAX_SHARD_INDEX_BYTES = 64 * 1024 * 1024;

/** Whether a file of that name lists the files of a set. */
export const isShardIndex = (path: string) => SHARD_INDEX.test(path);

/** Parses a `model.safetensors.index.json`: the file of each tensor. Files lie beside the index, in its folder. */
export function parseShardIndex(file: Uint8Array): ReadonlyMap<string, string> {
  const text = decodeUtf8(file);
  if (text === undefined) throw new FormatError(l10n.t("The index of the set is no valid UTF-8."));
  const root = parseIndexJson(text);
  const weightMap = root instanceof HeaderObject ? fieldOf(root, "weight_map") : undefined;
  if (!(weightMap instanceof HeaderObject)) throw new FormatError(l10n.t("The index of the set has no weight_map."));
  const files = new Map<string, string>();
  for (const [tensor, shard] of weightMap.pairs) {
    if (typeof shard !== "string" || !/^[^/\\:]+\.safetensors$/.test(shard)) {
      throw new FormatError(
        l10n.t("The index of the set names no file of its folder for the tensor {0}.", quoted(tensor)),
      );
    }
    if (files.has(tensor))
      throw new FormatError(l10n.t("The index of the set names the tensor {0} twice.", quoted(tensor)));
    files.set(tensor, shard);
  }
  return files;
}

function parseIndexJson(text: string): HeaderValue {
  try {
    return parseHeaderJson(text);
  } catch (error) {
    throw error instanceof FormatError ? new FormatError(l10n.t("The index of the set is no valid JSON.")) : error;
  }
}

function fieldOf({ pairs }: HeaderObject, key: string): HeaderValue | undefined {
  return pairs.find(([name]) => name === key)?.[1];
}
