import { PickledDict, PickledList, PickledSet, PickledTuple, type PickleValue } from "./pickleValues";

const MAX_DEPTH = 20;

/** Whether Python takes `key` as a key or in a set: nothing that can change, also within tuples. `visit` counts the work. */
export function isHashable(key: PickleValue, visit: () => void, depth = 0): boolean {
  visit();
  if (key instanceof PickledTuple)
    return depth <= MAX_DEPTH && key.items.every(item => isHashable(item, visit, depth + 1));
  return !(key instanceof PickledList || key instanceof PickledDict || key instanceof PickledSet);
}
