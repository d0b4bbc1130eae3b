import { findStateDict } from "../../formats/findStateDict";
import { FormatError } from "../../formats/formatError";
import type { ListedTensor, WeightsListing } from "../../protocol/inspector";

/** The state dict of a file: its tensors by the names that a model has for them. */
export interface StateDict {
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** The key of the checkpoint that it lies under; absent when it is the whole file. */
  readonly key?: string;
}

/** The one state dict of a file that may be loaded; undefined when there is none. */
export function stateDictOf({ tensors, problems, tensorsLeftOut }: WeightsListing): StateDict | undefined {
  if (tensors.length === 0 || problems.length > 0 || tensorsLeftOut > 0) return undefined;
  const byName = new Map(tensors.map(tensor => [tensor.name, { ...tensor, path: pathOf(tensor) }]));
  try {
    const found = Array.from(findStateDict(byName), ([name, { shape, path }]) => ({ name, shape, path }));
    const [first] = found;
    return { tensors: found, ...(first && first.path.length > 1 && { key: first.path[0]! }) };
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function pathOf({ name, path }: ListedTensor): readonly string[] {
  return path ?? [name];
}
