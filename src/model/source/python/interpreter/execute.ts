import { REASONS } from "../reasons";
import { refuse, Refused } from "../../refusal";
import type { Expression, Statement } from "../syntax/syntax";
import { walk } from "../syntax/walk";
import { LocalScope, type Scope } from "../values/scope";
import { NONE } from "../values/values";
import { assignTo } from "./assign";
import { defineClass } from "./classes";
import { defineFunction } from "./functions";
import type { Ending, Interpreter } from "./interpreter";
import { iterate } from "./iterate";
import { isTrue, updateOperation } from "./operators";

type Kind = Statement["kind"];
type OfKind<K extends Kind> = Extract<Statement, { kind: K }>;
type Executions = {
  readonly [K in Kind]: (interpreter: Interpreter, node: OfKind<K>, scope: Scope) => unknown;
};

const EXECUTIONS: Executions = {
  expression: (interpreter, { value }, scope) => {
    if (value.kind === "unsupported" && value.what === "`...`") return;
    if (isPrint(value, scope)) tryToEvaluate(interpreter, value, scope);
    else interpreter.evaluate(value, scope);
  },
  assign: (interpreter, node, scope) => {
    if (!node.value) return;
    const value = interpreter.evaluate(node.value, scope);
    for (const target of node.targets) assignTo(interpreter, target, value, scope);
  },
  update: (interpreter, node, scope) => {
    const before = interpreter.evaluate(node.target, scope);
    const value = interpreter.evaluate(node.value, scope);
    assignTo(interpreter, node.target, updateOperation(interpreter, node.operator, before, value, node), scope);
  },
  return: (interpreter, node, scope) => ({
    kind: "return",
    value: node.value ? interpreter.evaluate(node.value, scope) : NONE,
  }),
  pass: () => undefined,
  break: () => ({ kind: "break" }),
  continue: () => ({ kind: "continue" }),
  raise: (_, node) => refuse(node, REASONS.raises),
  assert: (interpreter, node, scope) => {
    if (!isTrue(interpreter, interpreter.evaluate(node.test, scope), node.test)) refuse(node, REASONS.assertFails);
  },
  delete: (_, node, scope) => {
    for (const target of node.targets) {
      if (target.kind !== "name") refuse(target, REASONS.construct, "`del`");
      scope.delete(target.name);
    }
  },
  scope: (_, node, scope) => {
    if (scope instanceof LocalScope) node.names.forEach(name => scope.declareOuter(name));
  },
  import: (_, node, scope) => {
    for (const { name, path } of node.names) {
      if (name === "*") refuse(node, REASONS.construct, "`import *` inside a class");
      scope.assign(name, { kind: "external", path });
    }
  },
  if: (interpreter, node, scope) => {
    const taken = node.branches.find(
      ({ test }) => !test || isTrue(interpreter, interpreter.evaluate(test, scope), test),
    );
    return taken && interpreter.execute(taken.body, scope);
  },
  for: (interpreter, node, scope) => {
    for (const item of iterate(interpreter, interpreter.evaluate(node.iterable, scope), node.iterable)) {
      assignTo(interpreter, node.target, item, scope);
      const ending = interpreter.execute(node.body, scope);
      if (ending?.kind === "break") return;
      if (ending?.kind === "return") return ending;
    }
    return interpreter.execute(node.otherwise, scope);
  },
  while: (interpreter, node, scope) => {
    while (isTrue(interpreter, interpreter.evaluate(node.test, scope), node.test)) {
      const ending = interpreter.execute(node.body, scope);
      if (ending?.kind === "break") return;
      if (ending?.kind === "return") return ending;
    }
    return interpreter.execute(node.otherwise, scope);
  },
  with: (interpreter, node, scope) => {
    for (const { context, target } of node.items) {
      const value = interpreter.evaluate(context, scope);
      const isKnown = value.kind === "unknown" && value.isPlain && !interpreter.isFollowingForward;
      if (!isKnown || target) refuse(context, REASONS.construct, "`with`");
    }
    return interpreter.execute(node.body, scope);
  },
  try: (_, node) => refuse(node, REASONS.construct, "`try`"),
  function: (interpreter, node, scope) => {
    if (node.decorators.length > 0) refuse(node.decorators[0]!, REASONS.decorator);
    scope.assign(node.name, defineFunction(interpreter, node, scope));
  },
  class: (interpreter, node, scope) => scope.assign(node.name, defineClass(interpreter, node, scope)),
  unsupported: (_, node) => refuse(node, REASONS.construct, node.what),
};

/** What is printed matters to nobody here, so it need not be understood unless it uses the model. */
function tryToEvaluate(interpreter: Interpreter, value: Extract<Expression, { kind: "call" }>, scope: Scope): void {
  try {
    interpreter.evaluate(value, scope);
  } catch (error) {
    if (!(error instanceof Refused) || usesModel(value.arguments)) throw error;
  }
}

function isPrint(value: Expression, scope: Scope): value is Extract<Expression, { kind: "call" }> {
  if (value.kind !== "call" || value.callee.kind !== "name" || value.callee.name !== "print") return false;
  return scope.find("print")?.kind === "native";
}

/** Whether something of `self` is called in there, which may change it. */
function usesModel(part: unknown): boolean {
  let found = false;
  walk(part, node => {
    let callee = node.kind === "call" ? node.callee : undefined;
    while (callee?.kind === "attribute") callee = callee.object;
    if (callee?.kind === "name" && callee.name === "self") found = true;
    if (node.kind === "named") found = true;
  });
  return found;
}

/** Runs `statements` in order; tells how they ended, when not by reaching their end. */
export function executeBlock(
  interpreter: Interpreter,
  statements: readonly Statement[],
  scope: Scope,
): Ending | undefined {
  for (const statement of statements) {
    interpreter.step(statement);
    const execute = EXECUTIONS[statement.kind] as (
      interpreter: Interpreter,
      node: Statement,
      scope: Scope,
    ) => Ending | undefined;
    const ending = execute(interpreter, statement, scope);
    if (ending) return ending;
  }
  return undefined;
}
