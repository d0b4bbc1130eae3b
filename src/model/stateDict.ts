import { layerKind, type LayerTensor } from "./layers";
import type { ModelSpec, ModuleNode, Shape } from "./modelSpec";

/** A tensor of the state dict under its full PyTorch name, such as `fc1.weight`. */
export interface StateEntry extends LayerTensor {
  readonly name: string;
}

/** All parameters and buffers in the order of PyTorch's `state_dict()`. */
export function stateEntries(model: ModelSpec): StateEntry[] {
  return entriesOf(model.modules, "");
}

function entriesOf(modules: readonly ModuleNode[], prefix: string): StateEntry[] {
  return modules.flatMap(({ name, layer, children }) => {
    const path = `${prefix}${name}.`;
    const own = layer ? layerKind(layer).tensors(layer) : [];
    return [...own.map(tensor => ({ ...tensor, name: path + tensor.name })), ...entriesOf(children ?? [], path)];
  });
}

/** The entries that are trained, in the order of PyTorch's `named_parameters()`. */
export function namedParameters(model: ModelSpec): StateEntry[] {
  return stateEntries(model).filter(entry => entry.trained);
}

/** `sum(p.numel() for p in model.parameters())`. */
export function parameterCount(model: ModelSpec): number {
  return namedParameters(model).reduce((sum, entry) => sum + elementCount(entry.shape), 0);
}

/** The number of elements of a tensor of this shape. */
export function elementCount(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}
