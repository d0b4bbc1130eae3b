import type { Expression } from "../syntax/syntax";
import type { Scope } from "../values/scope";

/** Whether evaluating `node` surely changes nothing, so that it may be left out when its value cannot be told anyway. */
export function isPlain(node: Expression, scope: Scope): boolean {
  const all = (...nodes: Expression[]) => nodes.every(part => isPlain(part, scope));
  switch (node.kind) {
    case "number":
    case "string":
    case "boolean":
    case "none":
    case "name":
      return true;
    case "attribute":
      return all(node.object);
    case "list":
    case "tuple":
      return all(...node.items);
    case "unary":
      return all(node.operand);
    case "binary":
    case "comparison":
    case "logic":
      return all(node.left, node.right);
    case "conditional":
      return all(node.test, node.then, node.otherwise);
    case "call":
      return isExternal(node.callee, scope) && all(...node.arguments.map(argument => argument.value));
    default:
      return false;
  }
}

function isExternal(callee: Expression, scope: Scope): boolean {
  let root = callee;
  while (root.kind === "attribute") root = root.object;
  return root.kind === "name" && scope.find(root.name)?.kind === "external";
}
