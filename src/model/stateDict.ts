import { layerKind, type LayerTensor } from "./layers";
import type { ModelSpec, ModuleNode, Shape } from "./modelSpec";

/** A tensor of the state dict under its full PyTorch name, such as `fc1.weight`. */
export interface StateEntry extends LayerTensor {
  readonly name: string;
  /** The name under which the same tensor came before, for modules with two names. */
  readonly sharedWith?: string;
}

/** All parameters and buffers in the order of PyTorch's `state_dict()`. */
export function stateEntries(model: ModelSpec): StateEntry[] {
  return entriesOf(model.modules, "", undefined);
}

function entriesOf(modules: readonly ModuleNode[], prefix: string, sharedPrefix: string | undefined): StateEntry[] {
  return modules.flatMap(({ name, layer, children, sharedWith }) => {
    const path = `${prefix}${name}.`;
    const shared = sharedWith ?? (sharedPrefix === undefined ? undefined : sharedPrefix + name);
    const sharedPath = shared === undefined ? undefined : `${shared}.`;
    const own = layer ? layerKind(layer).tensors(layer) : [];
    const entries = own.map((tensor): StateEntry => ({
      ...tensor,
      name: path + tensor.name,
      ...(sharedPath !== undefined && { sharedWith: sharedPath + tensor.name }),
    }));
    return [...entries, ...entriesOf(children ?? [], path, sharedPath)];
  });
}

/** The entries that are trained, each tensor once, in the order of PyTorch's `named_parameters()`. */
export function namedParameters(model: ModelSpec): StateEntry[] {
  return stateEntries(model).filter(entry => entry.trained && entry.sharedWith === undefined);
}

/** `sum(p.numel() for p in model.parameters())`. */
export function parameterCount(model: ModelSpec): number {
  return namedParameters(model).reduce((sum, entry) => sum + elementCount(entry.shape), 0);
}

/** The number of elements of a tensor of this shape. */
export function elementCount(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}
