import type { SourceRange } from "../../../modelSpec";
import { refuse } from "../../refusal";
import { REASONS } from "../reasons";
import { bool, type Value } from "../values/values";
import { areEqual, isSame } from "./compareValues";
import { describeValue } from "./describeValue";
import type { Interpreter } from "./interpreter";
import { isForeign } from "./isForeign";
import { iterate } from "./iterate";
import { asNumber } from "./operators";

/** The value of a whole condition such as `a < b`, unknown when an operand is. */
export function comparisonValue(
  interpreter: Interpreter,
  operator: string,
  left: Value,
  right: Value,
  range: SourceRange,
): Value {
  if (left.kind === "unknown") return left;
  if (right.kind === "unknown") return right;
  return bool(compare(interpreter, operator, left, right, range));
}

/** Whether `left operator right` holds. */
export function compare(
  interpreter: Interpreter,
  operator: string,
  left: Value,
  right: Value,
  range: SourceRange,
): boolean {
  for (const value of [left, right]) {
    if (value.kind === "unknown") interpreter.refuseUnknown(value.reason, range);
    if (isForeign(value)) refuse(range, REASONS.otherFile, value.path);
    if ((value.kind === "tensor" || value.kind === "parameter") && !operator.startsWith("is")) {
      refuse(range, REASONS.onData);
    }
  }
  switch (operator) {
    case "is":
      return isSame(left, right);
    case "is not":
      return !isSame(left, right);
    case "==":
      return areEqual(left, right, range);
    case "!=":
      return !areEqual(left, right, range);
    case "in":
      return contains(interpreter, right, left, range);
    case "not in":
      return !contains(interpreter, right, left, range);
    default:
      return isOrdered(operator, left, right, range);
  }
}

function isOrdered(operator: string, left: Value, right: Value, range: SourceRange): boolean {
  const pair =
    left.kind === "str" && right.kind === "str" ? [left.value, right.value] : [asNumber(left), asNumber(right)];
  const [a, b] = pair;
  if (a === undefined || b === undefined) {
    const isOnBatch = left.kind === "batch-size" || right.kind === "batch-size";
    if (isOnBatch) refuse(range, REASONS.onBatchSize);
    refuse(range, REASONS.operator, operator, describeValue(left), describeValue(right));
  }
  switch (operator) {
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    default:
      return a >= b;
  }
}

function contains(interpreter: Interpreter, container: Value, item: Value, range: SourceRange): boolean {
  if (container.kind === "str" && item.kind === "str") return container.value.includes(item.value);
  if (container.kind === "module" && container.container === "ModuleDict" && item.kind === "str") {
    return container.children.has(item.value);
  }
  return iterate(interpreter, container, range).some(other => areEqual(other, item, range));
}
