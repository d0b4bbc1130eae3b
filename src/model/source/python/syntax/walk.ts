import type { Call, Expression, FunctionDefinition, Statement } from "./syntax";

/** A call and the functions it stands in, outermost first. */
export interface FoundCall {
  readonly call: Call;
  readonly inside: readonly FunctionDefinition[];
}

type AnyNode = Expression | Statement;

/** Visits every statement and expression below `part`, in the order of the text. */
export function walk(
  part: unknown,
  visit: (node: AnyNode, inside: readonly FunctionDefinition[]) => void,
  inside: readonly FunctionDefinition[] = [],
): void {
  if (Array.isArray(part)) {
    for (const item of part) walk(item, visit, inside);
    return;
  }
  if (typeof part !== "object" || part === null) return;
  const node = part as AnyNode;
  const isNode = "kind" in node;
  if (isNode) visit(node, inside);
  const deeper = isNode && node.kind === "function" ? [...inside, node] : inside;
  for (const value of Object.values(node)) if (typeof value === "object") walk(value, visit, deeper);
}

/** Every call in `statements` whose callee is the plain name `name`. */
export function findCalls(statements: readonly Statement[], name: string): FoundCall[] {
  const calls: FoundCall[] = [];
  walk(statements, (node, inside) => {
    if (node.kind === "call" && node.callee.kind === "name" && node.callee.name === name)
      calls.push({ call: node, inside });
  });
  return calls;
}
