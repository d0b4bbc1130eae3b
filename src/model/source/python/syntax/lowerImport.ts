import type { SyntaxNode } from "@lezer/common";
import { childNodes, splitAt } from "./childNodes";
import { nodeText } from "./nodeText";
import type { ImportedName } from "./syntax";

/** The names that an import statement binds, each with the dotted path it stands for. */
export function lowerImport(node: SyntaxNode, text: string): ImportedName[] {
  const parts = childNodes(node).filter(part => part.name !== "(" && part.name !== ")");
  const at = parts.findIndex(part => part.name === "import");
  const dotted = (nodes: readonly SyntaxNode[]) => nodes.map(part => nodeText(part, text)).join("");
  const base = parts[0]?.name === "from" ? dotted(parts.slice(1, at)) : undefined;
  const range = { from: node.from, to: node.to };

  return splitAt(parts.slice(at + 1), ",").flatMap((part): ImportedName[] => {
    const asAt = part.findIndex(child => child.name === "as");
    const path = dotted(asAt < 0 ? part : part.slice(0, asAt));
    const alias = asAt < 0 ? undefined : part[asAt + 1];
    if (path === "") return [];
    if (base !== undefined) {
      if (path === "*") return [{ ...range, name: "*", path: base }];
      const joined = base.endsWith(".") ? base + path : `${base}.${path}`;
      return [{ ...range, name: alias ? nodeText(alias, text) : path, path: publicPath(joined) }];
    }
    if (alias) return [{ ...range, name: nodeText(alias, text), path }];
    const [top = path] = path.split(".");
    return [{ ...range, name: top, path: top }];
  });
}

/** PyTorch's layers live in modules of `torch.nn.modules`, too: `from torch.nn.modules.linear import Linear`. */
function publicPath(path: string): string {
  return path.replace(/^torch\.nn\.modules\.(?:\w+\.)?(?=[A-Z]\w*$)/, "torch.nn.");
}
