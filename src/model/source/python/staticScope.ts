import { FileScope } from "./fileScope";
import { findBindings } from "./fileBindings";
import { areEqual } from "./interpreter/compareValues";
import type { Interpreter } from "./interpreter/interpreter";
import { REASONS } from "./reasons";
import { Refused } from "../refusal";
import type { PythonFile } from "./pythonFile";
import type { Call, FunctionDefinition, Parameter } from "./syntax/syntax";
import type { Placed } from "./syntax/outline";
import type { Scope } from "./values/scope";
import { unknown, type Value } from "./values/values";

const MAX_CALLERS = 20;
/** How many callers in a row are followed for the value of a parameter. */
const MAX_DEPTH = 4;

/**
 * The names inside functions that are not run but looked into, outermost first. A parameter has the value that every
 * call in the file gives it, else its default.
 */
export function staticScope(
  interpreter: Interpreter,
  file: PythonFile,
  inside: readonly FunctionDefinition[],
  depth = 0,
): Scope {
  let scope = interpreter.fileScope;
  for (const definition of inside) {
    const outer = scope;
    const inner = new FileScope(findBindings(definition.body), outer);
    inner.connect(interpreter);
    const callers = () => file.callsOf(definition.name).filter(({ inside: around }) => !around.includes(definition));
    definition.parameters.forEach((parameter, position) =>
      inner.define(parameter.name, () =>
        depth < MAX_DEPTH
          ? parameterValue(interpreter, file, definition, parameter, position, callers(), outer, depth)
          : unknown(REASONS.parameter, parameter.name, definition.name),
      ),
    );
    scope = inner;
  }
  return scope;
}

function parameterValue(
  interpreter: Interpreter,
  file: PythonFile,
  definition: FunctionDefinition,
  parameter: Parameter,
  position: number,
  callers: readonly Placed<Call>[],
  outer: Scope,
  depth: number,
): Value {
  const unclear = unknown(REASONS.parameter, parameter.name, definition.name);
  if (parameter.spread || callers.length > MAX_CALLERS) return unclear;
  const otherwise = () => (parameter.default ? evaluateSafely(interpreter, parameter.default, outer) : unclear);
  if (callers.length === 0) return otherwise();
  const values = callers.map(({ node: call, inside }): Value => {
    if (call.arguments.some(({ spread }) => spread)) return unclear;
    const byPosition = call.arguments.filter(({ keyword }) => keyword === undefined)[position];
    const given = call.arguments.find(({ keyword }) => keyword === parameter.name) ?? byPosition;
    return given
      ? evaluateSafely(interpreter, given.value, staticScope(interpreter, file, inside, depth + 1))
      : otherwise();
  });
  const [first, ...others] = values;
  return first && others.every(other => isAlike(first, other)) ? first : unclear;
}

function evaluateSafely(interpreter: Interpreter, node: Parameter["default"] & object, scope: Scope): Value {
  try {
    return interpreter.evaluate(node, scope);
  } catch (error) {
    if (error instanceof Refused) return { kind: "unknown", reason: error.reason };
    throw error;
  }
}

function isAlike(a: Value, b: Value): boolean {
  try {
    return a === b || (a.kind === b.kind && areEqual(a, b, { from: 0, to: 0 }));
  } catch {
    return false;
  }
}
