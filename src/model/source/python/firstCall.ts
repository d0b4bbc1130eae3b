import { FileScope } from "./fileScope";
import { findBindings } from "./fileBindings";
import { evaluateArguments } from "./interpreter/evaluate";
import type { Interpreter } from "./interpreter/interpreter";
import { REASONS } from "./reasons";
import { Refused } from "./refusal";
import type { ClassDefinition, FunctionDefinition, Statement } from "./syntax/syntax";
import { findCalls } from "./syntax/walk";
import type { Passed } from "./values/nativeCall";
import type { Scope } from "./values/scope";
import { unknown } from "./values/values";

/** The arguments of the file's first call of `definition` that can be told from the text, or undefined. */
export function firstCallArguments(
  interpreter: Interpreter,
  statements: readonly Statement[],
  definition: ClassDefinition,
): Passed[] | undefined {
  for (const { call, inside } of findCalls(statements, definition.name)) {
    if (call.from > definition.from && call.to <= definition.to) continue;
    const scope = staticScope(interpreter, inside);
    try {
      const passed = evaluateArguments(interpreter, call.arguments, scope);
      if (passed.every(({ value }) => value.kind !== "unknown")) return passed;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return undefined;
}

/** The names inside functions that are not run but looked into; their parameters are unknown. */
export function staticScope(interpreter: Interpreter, inside: readonly FunctionDefinition[]): Scope {
  let scope = interpreter.fileScope;
  for (const definition of inside) {
    const inner = new FileScope(findBindings(definition.body), scope);
    inner.connect(interpreter);
    for (const { name } of definition.parameters) inner.assign(name, unknown(REASONS.parameter, name, definition.name));
    scope = inner;
  }
  return scope;
}
