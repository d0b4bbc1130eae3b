import type { SyntaxNode } from "@lezer/common";
import { childNodes, splitAt } from "./childNodes";
import { lowerArguments, lowerComprehension, lowerParameters } from "./lowerArguments";
import { lowerLogic } from "./lowerLogic";
import { lowerContinuedString, lowerFormatString, lowerString } from "./lowerString";
import { nodeText, parseNumber } from "./nodeText";
import type { Expression } from "./syntax";

type Lower = (node: SyntaxNode, text: string) => Expression;

const LOWERINGS: Readonly<Record<string, Lower>> = {
  VariableName: (node, text) => ({ ...range(node), kind: "name", name: nodeText(node, text) }),
  Number: (node, text) => {
    const number = parseNumber(nodeText(node, text));
    return number ? { ...range(node), kind: "number", ...number } : unsupported(node, "this number");
  },
  Boolean: (node, text) => ({ ...range(node), kind: "boolean", value: nodeText(node, text) === "True" }),
  None: node => ({ ...range(node), kind: "none" }),
  String: lowerString,
  FormatString: lowerFormatString,
  ContinuedString: lowerContinuedString,
  ParenthesizedExpression: (node, text) => lowerExpression(inner(node), text),
  TupleExpression: (node, text) => ({ ...range(node), kind: "tuple", items: lowerItems(contents(node), text) }),
  ArrayExpression: (node, text) => ({ ...range(node), kind: "list", items: lowerItems(contents(node), text) }),
  SetExpression: (node, text) => ({ ...range(node), kind: "set", items: lowerItems(contents(node), text) }),
  DictionaryExpression: lowerDictionary,
  ArrayComprehensionExpression: (node, text) => lowerComprehension(node, contents(node), "list", text),
  ComprehensionExpression: (node, text) => lowerComprehension(node, contents(node), "generator", text),
  SetComprehensionExpression: (node, text) => lowerComprehension(node, contents(node), "set", text),
  DictionaryComprehensionExpression: (node, text) => lowerComprehension(node, contents(node), "dictionary", text),
  MemberExpression: lowerMember,
  CallExpression: (node, text) => {
    const [callee, list] = childNodes(node);
    if (!callee || list?.name !== "ArgList") return unsupported(node, "unfinished code");
    return {
      ...range(node),
      kind: "call",
      callee: lowerExpression(callee, text),
      arguments: lowerArguments(list, text),
    };
  },
  UnaryExpression: (node, text) => {
    const [operator, operand] = childNodes(node);
    if (operator?.name === "not") return lowerLogic(node, text);
    return {
      ...range(node),
      kind: "unary",
      operator: nodeText(operator ?? node, text),
      operand: lowerExpression(operand, text),
    };
  },
  BinaryExpression: lowerBinary,
  ConditionalExpression: (node, text) => {
    const [then, , test, , otherwise] = childNodes(node);
    return {
      ...range(node),
      kind: "conditional",
      test: lowerExpression(test, text),
      then: lowerExpression(then, text),
      otherwise: lowerExpression(otherwise, text),
    };
  },
  LambdaExpression: (node, text) => {
    const parameters = node.getChild("ParamList");
    return {
      ...range(node),
      kind: "lambda",
      parameters: parameters ? lowerParameters(childNodes(parameters), text) : [],
      body: lowerExpression(node.lastChild ?? undefined, text),
    };
  },
  NamedExpression: (node, text) => {
    const [target, , value] = childNodes(node);
    return {
      ...range(node),
      kind: "named",
      target: lowerExpression(target, text),
      value: lowerExpression(value, text),
    };
  },
  AwaitExpression: node => unsupported(node, "`await`"),
  YieldExpression: node => unsupported(node, "`yield`"),
  Ellipsis: node => unsupported(node, "`...`"),
};

/** The expression at `node`; a missing or damaged one becomes an `unsupported` node, so nothing throws. */
export function lowerExpression(node: SyntaxNode | undefined, text: string): Expression {
  if (!node) return { from: 0, to: 0, kind: "unsupported", what: "unfinished code" };
  const lower = LOWERINGS[node.name];
  return lower ? lower(node, text) : unsupported(node, node.type.isError ? "unfinished code" : "this expression");
}

/** A bare list such as `a, *b`: a tuple when it holds a comma, else the one expression. */
export function lowerExpressionList(nodes: readonly SyntaxNode[], text: string): Expression {
  const isTuple = nodes.some(node => node.name === ",") || nodes[0]?.name === "*";
  if (!isTuple) return lowerExpression(nodes[0], text);
  const [first, last] = [nodes[0]!, nodes.at(-1)!];
  return { from: first.from, to: last.to, kind: "tuple", items: lowerItems(nodes, text) };
}

function lowerItems(nodes: readonly SyntaxNode[], text: string): Expression[] {
  return splitAt(nodes, ",").map(([first, second]) =>
    first?.name === "*" && second
      ? { from: first.from, to: second.to, kind: "starred", value: lowerExpression(second, text) }
      : lowerExpression(first, text),
  );
}

function lowerDictionary(node: SyntaxNode, text: string): Expression {
  const entries = splitAt(contents(node), ",").map(part =>
    part[0]?.name === "**"
      ? { value: lowerExpression(part[1], text) }
      : { key: lowerExpression(part[0], text), value: lowerExpression(part[2], text) },
  );
  return { ...range(node), kind: "dictionary", entries };
}

function lowerMember(node: SyntaxNode, text: string): Expression {
  const [object, mark, ...rest] = childNodes(node);
  const lowered = lowerExpression(object, text);
  if (mark?.name === ".") {
    const property = rest.find(child => child.name === "PropertyName");
    if (!property) return unsupported(node, "unfinished code");
    return { ...range(node), kind: "attribute", object: lowered, name: nodeText(property, text) };
  }
  const inside = rest.at(-1)?.name === "]" ? rest.slice(0, -1) : rest;
  const parts = splitAt(inside, ",");
  const indexes = parts.map(part => lowerIndex(part, text));
  const isTuple = inside.some(child => child.name === ",");
  const [first] = indexes;
  if (!first) return unsupported(node, "unfinished code");
  const index: Expression = isTuple ? { from: first.from, to: node.to, kind: "tuple", items: indexes } : first;
  return { ...range(node), kind: "subscript", object: lowered, index };
}

function lowerIndex(part: readonly SyntaxNode[], text: string): Expression {
  const colon = part.find(child => child.name === ":");
  if (!colon) return lowerExpression(part[0], text);
  const bounds: (SyntaxNode | undefined)[] = [undefined, undefined, undefined];
  let at = 0;
  for (const child of part) {
    if (child.name === ":") at++;
    else bounds[at] = child;
  }
  const [start, stop, step] = bounds.map(bound => bound && lowerExpression(bound, text));
  return {
    from: part[0]!.from,
    to: part.at(-1)!.to,
    kind: "slice",
    ...(start && { start }),
    ...(stop && { stop }),
    ...(step && { step }),
  };
}

function lowerBinary(node: SyntaxNode, text: string): Expression {
  const parts = childNodes(node);
  const [left, right] = [parts[0], parts.at(-1)];
  const operator = parts
    .slice(1, -1)
    .map(part => nodeText(part, text))
    .join(" ");
  if (operator === "and" || operator === "or") return lowerLogic(node, text);
  const isComparison = /^([<>]=?|[=!]=|in|not in|is|is not)$/.test(operator);
  return {
    ...range(node),
    kind: isComparison ? "comparison" : "binary",
    operator,
    left: lowerExpression(left, text),
    right: lowerExpression(right, text),
  };
}

/** What stands between a node's brackets. */
function contents(node: SyntaxNode): SyntaxNode[] {
  const children = childNodes(node).slice(1);
  return /^[)\]}]$/.test(children.at(-1)?.name ?? "") ? children.slice(0, -1) : children;
}

const inner = (node: SyntaxNode) => contents(node)[0];
const range = ({ from, to }: SyntaxNode) => ({ from, to });
const unsupported = (node: SyntaxNode, what: string): Expression => ({ ...range(node), kind: "unsupported", what });
