import type { SourceRange } from "../../../modelSpec";
import { refuse } from "../../refusal";
import { REASONS } from "../reasons";
import { list, str, tuple, type Value } from "../values/values";
import { formatByPercent } from "./format";
import type { Interpreter } from "./interpreter";

const MAX_ITEMS = 10_000;

/** `left operator right` of strings, lists and tuples; undefined for anything else. */
export function sequenceOperation(
  interpreter: Interpreter,
  operator: string,
  left: Value,
  right: Value,
  range: SourceRange,
): Value | undefined {
  if (operator === "%" && left.kind === "str") return str(formatByPercent(interpreter, left.value, right, range));
  if (operator === "+") {
    if (left.kind === "str" && right.kind === "str") return str(left.value + right.value);
    if (left.kind === "list" && right.kind === "list") return list([...left.items, ...right.items]);
    if (left.kind === "tuple" && right.kind === "tuple") return tuple([...left.items, ...right.items]);
  }
  if (operator !== "*") return undefined;
  const [sequence, times] = left.kind === "int" ? [right, left] : [left, right];
  if (times.kind !== "int") return undefined;
  const count = Math.max(0, times.value);
  const repeat = (items: readonly Value[]) => {
    if (items.length * count > MAX_ITEMS) refuse(range, REASONS.tooLong);
    return Array.from({ length: count }, () => items).flat();
  };
  if (sequence.kind === "list") return list(repeat(sequence.items));
  if (sequence.kind === "tuple") return tuple(repeat(sequence.items));
  if (sequence.kind !== "str") return undefined;
  if (sequence.value.length * count > MAX_ITEMS) refuse(range, REASONS.tooLong);
  return str(sequence.value.repeat(count));
}
