import * as l10n from "@vscode/l10n";
import { basename, dirname, join } from "node:path";
import { FormatError } from "../formats/formatError";
import type { Reading } from "../formats/reading";
import { readShardSet } from "../formats/readShardSet";
import { readWeightsIndex } from "../formats/readWeightsIndex";
import { isShardIndex, MAX_SHARD_INDEX_BYTES, parseShardIndex } from "../formats/shardIndex";
import type { WeightsIndex } from "../formats/weightsIndex";
import { FileSource } from "./fileSource";
import { joinSources, type ClosableSource } from "./joinSources";
import { whyFileFailed } from "./whyFileFailed";

/** Weights to read: a file, or the files of a set one after the other. Whoever opens them closes `source`. */
export interface OpenWeights {
  readonly source: ClosableSource;
  /** How many files a set has; absent for a file of its own. */
  readonly fileCount?: number;
  /** A reading of all headers, to be done on `source`. */
  readonly readIndex: () => Reading<WeightsIndex>;
}

/** Opens the file at `path`; of the index of a set, its files in the same folder. Throws `FormatError`, or what the disk says. */
export async function openWeights(path: string): Promise<OpenWeights> {
  const file = await FileSource.open(path);
  if (!isShardIndex(path)) return oneFile(file);
  const bytes = await readWhole(file);
  return openShardSet(bytes, name => FileSource.open(join(dirname(path), basename(name))));
}

/** The weights in a source that holds one whole file. */
export function oneFile(source: ClosableSource): OpenWeights {
  return { source, readIndex: () => readWeightsIndex(source.size) };
}

/** Opens the set that has `index` as its index. */
export async function openShardSet(
  index: Uint8Array,
  openFile: (name: string) => Promise<ClosableSource>,
): Promise<OpenWeights> {
  const fileOfTensor = parseShardIndex(index);
  const names = [...new Set(fileOfTensor.values())];
  if (names.length > MAX_SHARDS) {
    throw new FormatError(
      l10n.t("The index of the set names {0} files; at most {1} are read.", names.length, MAX_SHARDS),
    );
  }
  const sources: ClosableSource[] = [];
  const close = () => Promise.all(sources.map(source => source.close()));
  try {
    for (const name of names) sources.push(await openShard(name, openFile));
  } catch (error) {
    await close();
    throw error;
  }
  const shards = names.map((name, at) => ({ name, size: sources[at]!.size }));
  return { source: joinSources(sources), fileCount: names.length, readIndex: () => readShardSet(fileOfTensor, shards) };
}

/** Each is an open file; the largest models published have two hundred. */
const MAX_SHARDS = 1000;

async function openShard(name: string, openFile: (name: string) => Promise<ClosableSource>): Promise<ClosableSource> {
  try {
    return await openFile(name);
  } catch (error) {
    if (error instanceof FormatError) throw new FormatError(`${name}: ${error.message}`);
    throw new FormatError(
      l10n.t(
        "The file {0} of the set cannot be read: {1}. All files of a set lie beside its index.",
        name,
        whyFileFailed(error),
      ),
    );
  }
}

async function readWhole(source: FileSource): Promise<Uint8Array> {
  try {
    if (source.size > MAX_SHARD_INDEX_BYTES) {
      throw new FormatError(l10n.t("The index of the set is larger than 64 MB."));
    }
    return await source.read(0, source.size);
  } finally {
    await source.close();
  }
}
