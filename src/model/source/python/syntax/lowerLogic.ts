import type { SyntaxNode } from "@lezer/common";
import { childNodes } from "./childNodes";
import { lowerExpression } from "./lowerExpression";
import type { Expression } from "./syntax";

interface Operand {
  readonly expression: Expression;
  /** How many `not` stand in front. */
  nots: number;
}

/**
 * `not`, `and` and `or` by Python's precedence. The grammar lets `not` reach over a following `and`, so the chain is
 * taken apart and put together again.
 */
export function lowerLogic(node: SyntaxNode, text: string): Expression {
  const operands: Operand[] = [];
  const operators: string[] = [];
  flatten(node, text, operands, operators);

  const alternatives: Expression[][] = [[]];
  operands.forEach((operand, index) => {
    if (operators[index - 1] === "or") alternatives.push([]);
    alternatives.at(-1)!.push(negate(operand));
  });
  return join(
    "or",
    alternatives.map(parts => join("and", parts)),
  );
}

function flatten(node: SyntaxNode, text: string, operands: Operand[], operators: string[]): void {
  const [first, second, third] = childNodes(node);
  const isChain = node.name === "BinaryExpression" && (second?.name === "and" || second?.name === "or");
  if (isChain && first && third) {
    flatten(first, text, operands, operators);
    operators.push(second.name);
    flatten(third, text, operands, operators);
  } else if (node.name === "UnaryExpression" && first?.name === "not" && second) {
    const at = operands.length;
    flatten(second, text, operands, operators);
    const negated = operands[at];
    if (negated) negated.nots++;
  } else {
    operands.push({ expression: lowerExpression(node, text), nots: 0 });
  }
}

function negate({ expression, nots }: Operand): Expression {
  let result = expression;
  for (let i = 0; i < nots; i++) {
    result = { from: expression.from, to: expression.to, kind: "unary", operator: "not", operand: result };
  }
  return result;
}

function join(operator: "and" | "or", parts: readonly Expression[]): Expression {
  return parts.reduce((left, right) => ({ from: left.from, to: right.to, kind: "logic", operator, left, right }));
}
