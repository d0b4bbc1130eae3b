import type { Comprehension, ComprehensionClause } from "../syntax/syntax";
import { LocalScope, type Scope } from "../values/scope";
import { list, unknown, type Value } from "../values/values";
import { REASONS } from "../reasons";
import { assignTo } from "./assign";
import { dictionaryOf, setEntry } from "./dictionary";
import type { Interpreter } from "./interpreter";
import { iterate } from "./iterate";
import { isTrue } from "./operators";

/** `[element for ...]` and its relatives; a generator is run at once, as nothing here can tell the difference. */
export function evaluateComprehension(interpreter: Interpreter, node: Comprehension, outer: Scope): Value {
  const scope = new LocalScope(outer);
  const items: Value[] = [];
  const dictionary = dictionaryOf([]);
  const collect = () => {
    const element = interpreter.evaluate(node.element, scope);
    if (node.value) setEntry(dictionary, element, interpreter.evaluate(node.value, scope), node.element);
    else items.push(element);
  };
  runClauses(interpreter, node.clauses, scope, collect);
  if (node.result === "dictionary") return dictionary;
  return node.result === "set" ? unknown(REASONS.construct, "a set") : list(items);
}

function runClauses(
  interpreter: Interpreter,
  [clause, ...rest]: readonly ComprehensionClause[],
  scope: LocalScope,
  collect: () => void,
): void {
  if (!clause) {
    collect();
    return;
  }
  if ("condition" in clause) {
    const condition = interpreter.evaluate(clause.condition, scope);
    if (isTrue(interpreter, condition, clause.condition)) runClauses(interpreter, rest, scope, collect);
    return;
  }
  for (const item of iterate(interpreter, interpreter.evaluate(clause.iterable, scope), clause.iterable)) {
    assignTo(interpreter, clause.target, item, scope);
    runClauses(interpreter, rest, scope, collect);
  }
}
