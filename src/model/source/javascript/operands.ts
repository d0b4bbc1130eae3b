import type { SyntaxNode } from "@lezer/common";

/** What stands around and between expressions. */
export const BRACKETS = /^([()[\]{},;]|Spread|LineComment|BlockComment)$/;

/** The expressions among the children of `node`, without brackets, operators and types. */
export function operands(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (!BRACKETS.test(child.name) && !/^(\w*Op|PropertyName|[.:?!]|\?\.)$/.test(child.name)) found.push(child);
  }
  return found;
}
