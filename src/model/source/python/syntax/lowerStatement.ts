import type { SyntaxNode } from "@lezer/common";
import { childNodes, splitAt } from "./childNodes";
import { lowerArguments, lowerParameters } from "./lowerArguments";
import { lowerExpression, lowerExpressionList } from "./lowerExpression";
import { lowerImport } from "./lowerImport";
import { nodeText } from "./nodeText";
import type { Branch, Expression, Statement } from "./syntax";

type Lower = (node: SyntaxNode, text: string) => Statement;

const LOWERINGS: Readonly<Record<string, Lower>> = {
  ExpressionStatement: (node, text) => ({
    ...range(node),
    kind: "expression",
    value: lowerExpressionList(childNodes(node), text),
  }),
  AssignStatement: lowerAssign,
  UpdateStatement: (node, text) => {
    const parts = childNodes(node);
    const at = parts.findIndex(part => part.name === "UpdateOp");
    const operator = parts[at];
    if (!operator) return unsupported(node, "unfinished code");
    return {
      ...range(node),
      kind: "update",
      target: lowerExpressionList(parts.slice(0, at), text),
      operator: nodeText(operator, text).slice(0, -1),
      value: lowerExpressionList(parts.slice(at + 1), text),
    };
  },
  ReturnStatement: (node, text) => {
    const parts = childNodes(node).slice(1);
    return { ...range(node), kind: "return", ...(parts.length > 0 && { value: lowerExpressionList(parts, text) }) };
  },
  PassStatement: node => ({ ...range(node), kind: "pass" }),
  BreakStatement: node => ({ ...range(node), kind: "break" }),
  ContinueStatement: node => ({ ...range(node), kind: "continue" }),
  RaiseStatement: (node, text) => {
    const value = childNodes(node)[1];
    return { ...range(node), kind: "raise", ...(value && { value: lowerExpression(value, text) }) };
  },
  AssertStatement: (node, text) => ({
    ...range(node),
    kind: "assert",
    test: lowerExpression(childNodes(node)[1], text),
  }),
  DeleteStatement: (node, text) => ({
    ...range(node),
    kind: "delete",
    targets: splitAt(childNodes(node).slice(1), ",").map(part => lowerExpression(part[0], text)),
  }),
  ScopeStatement: (node, text) => ({
    ...range(node),
    kind: "scope",
    names: node.getChildren("VariableName").map(name => nodeText(name, text)),
  }),
  ImportStatement: (node, text) => ({ ...range(node), kind: "import", names: lowerImport(node, text) }),
  IfStatement: (node, text) => ({ ...range(node), kind: "if", branches: lowerBranches(childNodes(node), text) }),
  ForStatement: (node, text) => {
    const parts = childNodes(node).filter(part => part.name !== "async");
    const split = parts.findIndex(part => part.name === "in");
    const bodyAt = parts.findIndex(part => part.name === "Body");
    return {
      ...range(node),
      kind: "for",
      target: lowerExpressionList(parts.slice(1, split), text),
      iterable: lowerExpressionList(parts.slice(split + 1, bodyAt), text),
      body: lowerBody(parts[bodyAt], text),
      otherwise: bodyAfter(parts, "else", text),
    };
  },
  WhileStatement: (node, text) => {
    const parts = childNodes(node);
    return {
      ...range(node),
      kind: "while",
      test: lowerExpression(parts[1], text),
      body: lowerBody(node.getChild("Body"), text),
      otherwise: bodyAfter(parts, "else", text),
    };
  },
  WithStatement: (node, text) => {
    const parts = childNodes(node).filter(part => part.name !== "async" && part.name !== "with");
    const items = splitAt(
      parts.filter(part => part.name !== "Body"),
      ",",
    ).map(([context, , target]) => ({
      context: lowerExpression(context, text),
      ...(target && { target: lowerExpression(target, text) }),
    }));
    return { ...range(node), kind: "with", items, body: lowerBody(node.getChild("Body"), text) };
  },
  TryStatement: (node, text) => {
    const parts = childNodes(node);
    const handlers = parts.flatMap((part, index) =>
      part.name === "except" ? [lowerBody(bodyFrom(parts, index), text)] : [],
    );
    return {
      ...range(node),
      kind: "try",
      body: bodyAfter(parts, "try", text),
      handlers,
      otherwise: bodyAfter(parts, "else", text),
      finally: bodyAfter(parts, "finally", text),
    };
  },
  FunctionDefinition: (node, text) => lowerFunction(node, text, []),
  ClassDefinition: (node, text) => lowerClass(node, text, []),
  DecoratedStatement: (node, text) => {
    const decorators = node.getChildren("Decorator").map(decorator => lowerDecorator(decorator, text));
    const definition = node.lastChild;
    if (definition?.name === "FunctionDefinition") return lowerFunction(definition, text, decorators);
    if (definition?.name === "ClassDefinition") return lowerClass(definition, text, decorators);
    return unsupported(node, "unfinished code");
  },
  MatchStatement: node => unsupported(node, "`match`"),
  YieldStatement: node => unsupported(node, "`yield`"),
  TypeDefinition: node => ({ ...range(node), kind: "pass" }),
  PrintStatement: node => unsupported(node, "Python 2's `print`"),
};

/** The statements at `nodes`; what cannot be read becomes an `unsupported` statement, so nothing throws. */
export function lowerStatements(nodes: readonly SyntaxNode[], text: string): Statement[] {
  return nodes.flatMap(node => {
    if (node.name === "StatementGroup") return lowerStatements(childNodes(node), text);
    if (node.name === ";" || node.name === ":") return [];
    const lower = LOWERINGS[node.name];
    return [lower ? lower(node, text) : unsupported(node, node.type.isError ? "unfinished code" : "this statement")];
  });
}

function lowerAssign(node: SyntaxNode, text: string): Statement {
  const parts = childNodes(node).filter(part => part.name !== "TypeDef");
  const sides = splitAt(parts, "AssignOp").map(side => lowerExpressionList(side, text));
  const hasValue = parts.some(part => part.name === "AssignOp");
  const value = hasValue ? sides.pop() : undefined;
  return { ...range(node), kind: "assign", targets: sides, ...(value && { value }) };
}

function lowerBranches(parts: readonly SyntaxNode[], text: string): Branch[] {
  return parts.flatMap((part, index): Branch[] => {
    if (part.name !== "if" && part.name !== "elif" && part.name !== "else") return [];
    const body = lowerBody(bodyFrom(parts, index), text);
    return [part.name === "else" ? { body } : { test: lowerExpression(parts[index + 1], text), body }];
  });
}

function lowerFunction(node: SyntaxNode, text: string, decorators: readonly Expression[]): Statement {
  const name = node.getChild("VariableName");
  const parameters = node.getChild("ParamList");
  if (!name || !parameters) return unsupported(node, "unfinished code");
  return {
    ...range(node),
    kind: "function",
    name: nodeText(name, text),
    heading: { from: node.from, to: name.to },
    parameters: lowerParameters(childNodes(parameters), text),
    body: lowerBody(node.getChild("Body"), text),
    decorators,
    isAsync: node.firstChild?.name === "async",
  };
}

function lowerClass(node: SyntaxNode, text: string, decorators: readonly Expression[]): Statement {
  const name = node.getChild("VariableName");
  const bases = node.getChild("ArgList");
  if (!name) return unsupported(node, "unfinished code");
  return {
    ...range(node),
    kind: "class",
    name: nodeText(name, text),
    heading: { from: node.from, to: name.to },
    bases: bases ? lowerArguments(bases, text) : [],
    body: lowerBody(node.getChild("Body"), text),
    decorators,
  };
}

function lowerDecorator(node: SyntaxNode, text: string): Expression {
  const names = node.getChildren("VariableName");
  const [first, ...rest] = names;
  if (!first) return unsupported(node, "unfinished code");
  const path = rest.reduce<Expression>(
    (object, name) => ({ from: first.from, to: name.to, kind: "attribute", object, name: nodeText(name, text) }),
    lowerExpression(first, text),
  );
  const list = node.getChild("ArgList");
  return list ? { ...range(node), kind: "call", callee: path, arguments: lowerArguments(list, text) } : path;
}

const lowerBody = (body: SyntaxNode | null | undefined, text: string) =>
  body ? lowerStatements(childNodes(body), text) : [];
const bodyFrom = (parts: readonly SyntaxNode[], index: number) => {
  let at = index;
  while (at < parts.length && parts[at]!.name !== "Body") at++;
  return parts[at];
};
const bodyAfter = (parts: readonly SyntaxNode[], keyword: string, text: string) => {
  const at = parts.findIndex(part => part.name === keyword);
  return at < 0 ? [] : lowerBody(bodyFrom(parts, at), text);
};
const range = ({ from, to }: SyntaxNode) => ({ from, to });
const unsupported = (node: SyntaxNode, what: string) => ({ ...range(node), kind: "unsupported" as const, what });
