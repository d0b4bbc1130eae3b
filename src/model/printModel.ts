import { layerKind } from "./layers";
import type { ModelSpec, ModuleNode } from "./modelSpec";

/** The text of Python's `print(model)`. Source: `Module.__repr__` in `torch/nn/modules/module.py`. */
export function printModel(model: ModelSpec): string {
  return representation({ name: "", type: model.name, children: model.modules });
}

function representation({ type, layer, written, children = [] }: ModuleNode): string {
  const extra = written ?? (layer ? layerKind(layer).extraRepr(layer) : "");
  if (children.length === 0) return `${type}(${extra})`;
  const texts = children.map(child => [child.name, representation(child)] as const);
  const lines = type === "ModuleList" ? withoutRepetition(texts) : texts.map(([name, text]) => `(${name}): ${text}`);
  return `${type}(\n${lines.map(line => `  ${line.replaceAll("\n", "\n  ")}\n`).join("")})`;
}

/** Equal neighbours of a `ModuleList` in one line: `(0-2): 3 x Linear(...)`. */
function withoutRepetition(texts: readonly (readonly [string, string])[]): string[] {
  const groups: { first: string; last: string; count: number; readonly text: string }[] = [];
  for (const [name, text] of texts) {
    const group = groups.at(-1);
    if (group?.text === text) {
      group.last = name;
      group.count++;
    } else {
      groups.push({ first: name, last: name, count: 1, text });
    }
  }
  return groups.map(({ first, last, count, text }) =>
    count === 1 ? `(${first}): ${text}` : `(${first}-${last}): ${count} x ${text}`,
  );
}
