import type { SourceRange } from "../../../modelSpec";
import type { Interpreter } from "../interpreter/interpreter";
import { REASONS } from "../reasons";
import { refuse } from "../refusal";
import type { Value } from "../values/values";

/** `left operator right` with a tensor among them. */
export function tensorOperation(
  interpreter: Interpreter,
  operator: string,
  left: Value,
  right: Value | undefined,
  range: SourceRange,
): Value {
  for (const value of [left, right]) {
    if (value?.kind === "unknown") interpreter.refuseUnknown(value.reason, range);
  }
  return refuse(range, REASONS.tensorOperator, operator);
}
