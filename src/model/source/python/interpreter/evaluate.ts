import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { Argument, Expression } from "../syntax/syntax";
import type { Passed } from "../values/nativeCall";
import type { Scope } from "../values/scope";
import { bool, float, int, list, NONE, str, tuple, type FunctionValue, type Value } from "../values/values";
import { assignTo } from "./assign";
import { getAttribute } from "./attributes";
import { evaluateComprehension } from "./comprehension";
import { dictionaryOf, setEntry } from "./dictionary";
import { formatString } from "./format";
import { defineFunction } from "./functions";
import { OWNER, SELF } from "./hiddenNames";
import type { Interpreter } from "./interpreter";
import { isPlain } from "./isPlain";
import { iterate } from "./iterate";
import { comparisonValue } from "./comparison";
import { binaryOperation, isTrue, unaryOperation } from "./operators";
import { getItem } from "./subscript";

type Kind = Expression["kind"];
type OfKind<K extends Kind> = Extract<Expression, { kind: K }>;
type Evaluations = {
  readonly [K in Kind]: (interpreter: Interpreter, node: OfKind<K>, scope: Scope) => Value;
};

const EVALUATIONS: Evaluations = {
  name: (_, node, scope) => scope.find(node.name) ?? refuse(node, REASONS.undefinedName, node.name),
  number: (_, node) => (node.isInteger ? int(node.value) : float(node.value)),
  string: (_, node) => str(node.value),
  formatted: (interpreter, node, scope) => formatString(interpreter, node.parts, node, scope),
  boolean: (_, node) => bool(node.value),
  none: () => NONE,
  list: (interpreter, node, scope) => list(evaluateItems(interpreter, node.items, scope)),
  tuple: (interpreter, node, scope) => tuple(evaluateItems(interpreter, node.items, scope)),
  set: (interpreter, node, scope) => {
    evaluateItems(interpreter, node.items, scope);
    return { kind: "unknown", reason: { template: REASONS.construct, values: ["a set"] } };
  },
  starred: (_, node) => refuse(node, REASONS.construct, "`*`"),
  dictionary: (interpreter, node, scope) => {
    const result = dictionaryOf([]);
    for (const { key, value } of node.entries) {
      const evaluated = interpreter.evaluate(value, scope);
      if (key) setEntry(result, interpreter.evaluate(key, scope), evaluated, key);
      else if (evaluated.kind === "dictionary")
        evaluated.entries.forEach((entry, id) => result.entries.set(id, { ...entry }));
      else refuse(value, REASONS.construct, "`**`");
    }
    return result;
  },
  comprehension: evaluateComprehension,
  lambda: (interpreter, node, scope): FunctionValue => defineFunction(interpreter, node, scope),
  call: (interpreter, node, scope) => {
    if (node.callee.kind === "name" && node.callee.name === "super") return evaluateSuper(interpreter, node, scope);
    const callee = interpreter.evaluate(node.callee, scope);
    return interpreter.call(callee, evaluateArguments(interpreter, node.arguments, scope), node);
  },
  attribute: (interpreter, node, scope) =>
    getAttribute(interpreter, interpreter.evaluate(node.object, scope), node.name, node),
  subscript: (interpreter, node, scope) =>
    getItem(interpreter, interpreter.evaluate(node.object, scope), node.index, node, scope),
  slice: (_, node) => refuse(node, REASONS.construct, "a slice"),
  unary: (interpreter, node, scope) => {
    const operand = interpreter.evaluate(node.operand, scope);
    if (node.operator === "not" && operand.kind === "unknown") return operand;
    if (node.operator === "not") return bool(!isTrue(interpreter, operand, node.operand));
    return unaryOperation(interpreter, node.operator, operand, node);
  },
  binary: (interpreter, node, scope) => {
    const left = interpreter.evaluate(node.left, scope);
    return binaryOperation(interpreter, node.operator, left, interpreter.evaluate(node.right, scope), node);
  },
  comparison: evaluateComparison,
  logic: (interpreter, node, scope) => {
    const left = interpreter.evaluate(node.left, scope);
    if (left.kind === "unknown" && isPlain(node.right, scope)) return left;
    const decides = isTrue(interpreter, left, node.left) === (node.operator === "or");
    return decides ? left : interpreter.evaluate(node.right, scope);
  },
  conditional: (interpreter, node, scope) => {
    const test = interpreter.evaluate(node.test, scope);
    if (test.kind === "unknown" && isPlain(node.then, scope) && isPlain(node.otherwise, scope)) return test;
    return interpreter.evaluate(isTrue(interpreter, test, node.test) ? node.then : node.otherwise, scope);
  },
  named: (interpreter, node, scope) => {
    const value = interpreter.evaluate(node.value, scope);
    assignTo(interpreter, node.target, value, scope);
    return value;
  },
  unsupported: (_, node) => refuse(node, REASONS.construct, node.what),
};

/** The value of `node` in `scope`. */
export function evaluate(interpreter: Interpreter, node: Expression, scope: Scope): Value {
  const evaluateKind = EVALUATIONS[node.kind] as (interpreter: Interpreter, node: Expression, scope: Scope) => Value;
  return evaluateKind(interpreter, node, scope);
}

/** The arguments of a call, with `*` and `**` spread. */
export function evaluateArguments(interpreter: Interpreter, nodes: readonly Argument[], scope: Scope): Passed[] {
  return nodes.flatMap((node): Passed[] => {
    const value = interpreter.evaluate(node.value, scope);
    const range = { from: node.from, to: node.to };
    if (node.spread === "*") return iterate(interpreter, value, node).map(item => ({ value: item, range }));
    if (node.spread === "**") {
      if (value.kind === "unknown") interpreter.refuseUnknown(value.reason, node);
      if (value.kind !== "dictionary") refuse(node, REASONS.construct, "`**`");
      return [...value.entries.values()].map(({ key, value: item }) =>
        key.kind === "str" ? { value: item, range, keyword: key.value } : refuse(node, REASONS.construct, "`**`"),
      );
    }
    return [{ value, range, ...(node.keyword !== undefined && { keyword: node.keyword }) }];
  });
}

function evaluateItems(interpreter: Interpreter, nodes: readonly Expression[], scope: Scope): Value[] {
  return nodes.flatMap(node =>
    node.kind === "starred"
      ? iterate(interpreter, interpreter.evaluate(node.value, scope), node)
      : [interpreter.evaluate(node, scope)],
  );
}

/** `a < b < c` compares each neighbour; the middle is evaluated once. */
function evaluateComparison(interpreter: Interpreter, node: OfKind<"comparison">, scope: Scope): Value {
  const operands: Expression[] = [node.right];
  const operators: string[] = [node.operator];
  let left = node.left;
  while (left.kind === "comparison" && left.from === node.from && left.to < operands[0]!.from) {
    operands.unshift(left.right);
    operators.unshift(left.operator);
    left = left.left;
  }
  let previous = interpreter.evaluate(left, scope);
  for (const [index, operand] of operands.entries()) {
    const value = interpreter.evaluate(operand, scope);
    const result = comparisonValue(interpreter, operators[index]!, previous, value, node);
    if (result.kind !== "bool" || !result.value) return result;
    previous = value;
  }
  return bool(true);
}

function evaluateSuper(interpreter: Interpreter, node: OfKind<"call">, scope: Scope): Value {
  const named = node.arguments[0] && interpreter.evaluate(node.arguments[0].value, scope);
  const self = scope.find(node.arguments[1]?.value.kind === "name" ? node.arguments[1].value.name : SELF);
  const after = scope.find(OWNER);
  if (after?.kind !== "class" || (self?.kind !== "module" && self?.kind !== "object")) {
    return refuse(node, REASONS.construct, "`super()` outside a method");
  }
  // A class of the same name further down the file replaces it by the time this runs, in Python too.
  if (named && (named.kind !== "class" || named.name !== after.name)) refuse(node, REASONS.otherSuper, after.name);
  return { kind: "super", self, after };
}
