import type { SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { FunctionDefinition, Lambda, Parameter } from "../syntax/syntax";
import type { Passed } from "../values/nativeCall";
import { LocalScope, type Scope } from "../values/scope";
import { NONE, tuple, type ClassValue, type FunctionValue, type Value } from "../values/values";
import { dictionaryOf } from "./dictionary";
import { OWNER, SELF } from "./hiddenNames";
import type { Interpreter } from "./interpreter";

/**
 * The function that `def` or `lambda` makes in `scope`; its defaults are evaluated now, as in Python. A method's body
 * does not see the names of its class, only what is outside: `bodyScope`.
 */
export function defineFunction(
  interpreter: Interpreter,
  definition: FunctionDefinition | Lambda,
  scope: Scope,
  bodyScope = scope,
  owner?: ClassValue,
): FunctionValue {
  const defaults = new Map<string, Value>();
  for (const parameter of definition.parameters) {
    if (parameter.default) defaults.set(parameter.name, interpreter.evaluate(parameter.default, scope));
  }
  return { kind: "function", definition, scope: bodyScope, defaults, ...(owner && { owner }) };
}

/** Runs a function of the file. */
export function callFunction(
  interpreter: Interpreter,
  callee: FunctionValue,
  passed: readonly Passed[],
  range: SourceRange,
): Value {
  const { definition, owner } = callee;
  const variables = bindParameters(callee, passed, range);
  const scope = new LocalScope(callee.scope, variables);
  if (definition.kind === "lambda") return interpreter.evaluate(definition.body, scope);
  if (definition.isAsync) refuse(definition, REASONS.construct, "`async def`");
  const self = passed[0];
  if (owner && self) {
    variables.set(OWNER, owner);
    variables.set(SELF, self.value);
  }
  const ending = interpreter.execute(definition.body, scope);
  return ending?.kind === "return" ? ending.value : NONE;
}

/** The parameters without a default, `self` left out. */
export function requiredParameters(definition: FunctionDefinition): Parameter[] {
  return definition.parameters.slice(1).filter(parameter => !parameter.default && !parameter.spread);
}

function bindParameters(callee: FunctionValue, passed: readonly Passed[], range: SourceRange): Map<string, Value> {
  const { definition, defaults } = callee;
  const name = definition.kind === "function" ? definition.name : "lambda";
  const variables = new Map<string, Value>();
  const positional = passed.filter(argument => argument.keyword === undefined);
  const keywords = new Map(
    passed.flatMap(argument => (argument.keyword === undefined ? [] : [[argument.keyword, argument] as const])),
  );
  for (const parameter of definition.parameters) {
    const { name: parameterName, spread, isKeywordOnly } = parameter;
    if (spread === "*") {
      variables.set(parameterName, tuple(positional.splice(0).map(argument => argument.value)));
    } else if (spread === "**") {
      variables.set(parameterName, dictionaryOf([...keywords].map(([key, { value }]) => [key, value])));
      keywords.clear();
    } else {
      const byPosition = isKeywordOnly ? undefined : positional.shift();
      const byKeyword = keywords.get(parameterName);
      if (byPosition && byKeyword) refuse(byKeyword.range, REASONS.argumentTwice, parameterName);
      keywords.delete(parameterName);
      const value = (byPosition ?? byKeyword)?.value ?? defaults.get(parameterName);
      variables.set(parameterName, value ?? refuse(range, REASONS.missingArgument, name, parameterName));
    }
  }
  const [extra] = positional;
  if (extra) refuse(extra.range, REASONS.extraArgument, name);
  for (const [keyword, argument] of keywords) refuse(argument.range, REASONS.unknownArgument, name, keyword);
  return variables;
}
