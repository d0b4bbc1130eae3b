import * as l10n from "@vscode/l10n";
import { FormatError } from "./formatError";
import { checkRange, type Reading } from "./reading";
import { readWeightsIndex } from "./readWeightsIndex";
import type { StorageEntry, TensorEntry, WeightsIndex } from "./weightsIndex";

/** A file of a set. */
export interface Shard {
  readonly name: string;
  readonly size: number;
}

/**
 * Reads the headers of a sharded set whose files `shards` lie one after the other in one source. The index of the set,
 * `fileOfTensor`, and the files must agree on where each tensor is, or a `FormatError` is thrown.
 */
export function* readShardSet(
  fileOfTensor: ReadonlyMap<string, string>,
  shards: readonly Shard[],
): Reading<WeightsIndex> {
  const tensors: TensorEntry[] = [];
  const warnings: string[] = [];
  const found = new Set<string>();
  let begin = 0;
  for (const shard of shards) {
    const index = yield* readShard(shard, begin);
    for (const tensor of index.tensors) {
      if (fileOfTensor.get(tensor.name) !== shard.name) {
        throw new FormatError(
          l10n.t('{0} has the tensor "{1}", but the index of the set does not say so.', shard.name, tensor.name),
        );
      }
      found.add(tensor.name);
    }
    tensors.push(...moveTensors(index.tensors, shard.name, begin));
    warnings.push(...index.warnings.map(warning => `${shard.name}: ${warning}`));
    begin += shard.size;
  }
  const missing = [...fileOfTensor.keys()].find(name => !found.has(name));
  if (missing !== undefined) {
    throw new FormatError(l10n.t('No file of the set has the tensor "{0}" of its index.', missing));
  }
  return { format: "safetensors", topLevel: "dict", tensors, scalars: new Map(), problems: [], warnings };
}

function* readShard({ name, size }: Shard, begin: number): Reading<WeightsIndex> {
  const reading = readWeightsIndex(size);
  try {
    let step = reading.next();
    while (step.done !== true) {
      const { offset, length } = checkRange(step.value, size);
      step = reading.next(yield { offset: begin + offset, length });
    }
    const [problem] = step.value.problems;
    if (problem !== undefined) throw new FormatError(problem);
    return step.value;
  } catch (error) {
    throw error instanceof FormatError ? new FormatError(`${name}: ${error.message}`) : error;
  }
}

/** The tensors of a file that begins at `begin` of the set. */
function moveTensors(tensors: readonly TensorEntry[], file: string, begin: number): TensorEntry[] {
  const moved = new Map<StorageEntry, StorageEntry>();
  return tensors.map(tensor => {
    const { storage } = tensor;
    const { payload } = storage;
    const inSet = moved.get(storage) ?? {
      ...storage,
      file,
      ...(payload && { payload: { ...payload, begin: begin + payload.begin } }),
    };
    moved.set(storage, inSet);
    return { ...tensor, storage: inSet };
  });
}
