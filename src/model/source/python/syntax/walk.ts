import type { Expression, FunctionDefinition, Statement } from "./syntax";

type AnyNode = Expression | Statement;
type Visit = (node: AnyNode, inside: readonly FunctionDefinition[]) => void;

const NOWHERE: readonly FunctionDefinition[] = [];

/** Visits every statement and expression below `part`, in the order of the text, with the functions it stands in. */
export function walk(part: unknown, visit: Visit, inside = NOWHERE): void {
  if (Array.isArray(part)) {
    for (const item of part) walk(item, visit, inside);
    return;
  }
  if (typeof part !== "object" || part === null) return;
  const node = part as AnyNode;
  const { kind } = node as Partial<AnyNode>;
  if (kind !== undefined) visit(node, inside);
  const deeper = kind === "function" ? [...inside, node as FunctionDefinition] : inside;
  for (const key in node) {
    const value: unknown = node[key as keyof AnyNode];
    if (typeof value === "object") walk(value, visit, deeper);
  }
}
