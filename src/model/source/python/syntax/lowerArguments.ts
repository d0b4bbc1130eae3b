import type { SyntaxNode } from "@lezer/common";
import { childNodes, splitAt } from "./childNodes";
import { lowerExpression, lowerExpressionList } from "./lowerExpression";
import { nodeText } from "./nodeText";
import type { Argument, Comprehension, ComprehensionClause, Expression, Parameter } from "./syntax";

/** The arguments of a call or the bases of a class, at an `ArgList` node. */
export function lowerArguments(list: SyntaxNode, text: string): Argument[] {
  const children = childNodes(list).slice(1);
  const inside = children.at(-1)?.name === ")" ? children.slice(0, -1) : children;
  if (inside.some(child => child.name === "for")) {
    const value = lowerComprehension(list, inside, "generator", text);
    return [{ from: value.from, to: value.to, value }];
  }
  return splitAt(inside, ",").flatMap((part): Argument[] => {
    const [first, second, third] = part;
    if (!first) return [];
    const range = { from: first.from, to: part.at(-1)!.to };
    if (first.name === "*" || first.name === "**") {
      return [{ ...range, value: lowerExpression(second, text), spread: first.name }];
    }
    if (second?.name === "AssignOp" && nodeText(second, text) === ":=") {
      const [target, value] = [lowerExpression(first, text), lowerExpression(third, text)];
      return [{ ...range, value: { ...range, kind: "named", target, value } }];
    }
    if (second?.name === "AssignOp") {
      return [{ ...range, value: lowerExpression(third, text), keyword: nodeText(first, text) }];
    }
    return [{ ...range, value: lowerExpression(first, text) }];
  });
}

/** The parameters of a function or lambda, at the children of its `ParamList`. */
export function lowerParameters(children: readonly SyntaxNode[], text: string): Parameter[] {
  const parameters: Parameter[] = [];
  let isKeywordOnly = false;
  const inside = children.filter(child => child.name !== "(" && child.name !== ")");
  for (const part of splitAt(inside, ",")) {
    const mark = part[0]?.name;
    const name = part.find(child => child.name === "VariableName");
    const assign = part.findIndex(child => child.name === "AssignOp");
    if (name) {
      parameters.push({
        from: name.from,
        to: part.at(-1)!.to,
        name: nodeText(name, text),
        isKeywordOnly,
        ...(assign >= 0 && { default: lowerExpression(part[assign + 1], text) }),
        ...((mark === "*" || mark === "**") && { spread: mark }),
      });
    }
    if (mark === "*") isKeywordOnly = true;
  }
  return parameters;
}

/** A comprehension whose element and clauses are `parts`. */
export function lowerComprehension(
  node: SyntaxNode,
  parts: readonly SyntaxNode[],
  result: Comprehension["result"],
  text: string,
): Expression {
  const begins = parts.flatMap((part, index) => (part.name === "for" || part.name === "if" ? [index] : []));
  const head = parts.slice(0, begins[0]);
  const clauses = begins.map((begin, index): ComprehensionClause => {
    const clause = parts.slice(begin + 1, begins[index + 1]);
    if (parts[begin]?.name === "if") return { condition: lowerExpression(clause[0], text) };
    const split = clause.findIndex(part => part.name === "in");
    return {
      target: lowerExpressionList(clause.slice(0, split), text),
      iterable: lowerExpression(clause[split + 1], text),
    };
  });
  return {
    from: node.from,
    to: node.to,
    kind: "comprehension",
    result,
    element: lowerExpression(head[0], text),
    ...(result === "dictionary" && { value: lowerExpression(head[2], text) }),
    clauses,
  };
}
