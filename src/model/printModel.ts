import { layerKind } from "./layers";
import type { ModelSpec, ModuleNode } from "./modelSpec";

/** The text of Python's `print(model)`. Source: `Module.__repr__` in `torch/nn/modules/module.py`. */
export function printModel(model: ModelSpec): string {
  return representation({ name: "", type: model.name, children: model.modules });
}

function representation({ type, layer, children = [] }: ModuleNode): string {
  const extra = layer ? layerKind(layer).extraRepr(layer) : "";
  if (children.length === 0) return `${type}(${extra})`;
  const lines = children.map(child => `(${child.name}): ${representation(child)}`.replaceAll("\n", "\n  "));
  return `${type}(\n${lines.map(line => `  ${line}\n`).join("")})`;
}
