import type { SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { Value } from "../values/values";

/** Python's `is`, for values on which it does not depend on how Python stores them. */
export function isSame(left: Value, right: Value): boolean {
  if (left.kind === "none" || right.kind === "none") return left.kind === right.kind;
  if (left.kind === "external" && right.kind === "external") return left.path === right.path;
  if (isPrimitive(left) && isPrimitive(right)) return left.kind === right.kind && left.value === right.value;
  return left === right;
}

/** Python's `==`. */
export function areEqual(left: Value, right: Value, range: SourceRange): boolean {
  const [a, b] = [numeric(left), numeric(right)];
  if (a !== undefined && b !== undefined) return a === b;
  if (left.kind === "str" && right.kind === "str") return left.value === right.value;
  if (left.kind === "batch-size" || right.kind === "batch-size") {
    if (left.kind === "batch-size" && right.kind === "batch-size" && left.factor === right.factor) return true;
    return refuse(range, REASONS.onBatchSize);
  }
  if ((left.kind === "list" && right.kind === "list") || (left.kind === "tuple" && right.kind === "tuple")) {
    return (
      left.items.length === right.items.length &&
      left.items.every((item, index) => areEqual(item, right.items[index]!, range))
    );
  }
  if (left.kind === "unknown" || right.kind === "unknown" || left.kind === "dictionary" || left.kind === "object") {
    return left === right || refuse(range, REASONS.construct, "this comparison");
  }
  return isSame(left, right);
}

const numeric = (value: Value) =>
  value.kind === "int" || value.kind === "float" || value.kind === "bool" ? Number(value.value) : undefined;

const isPrimitive = (value: Value) =>
  value.kind === "int" || value.kind === "float" || value.kind === "bool" || value.kind === "str";

/** Negative, zero or positive as `left` is below, equal to or above `right`. */
export function compareOrder(left: Value, right: Value, range: SourceRange): number {
  const [a, b] = [numeric(left), numeric(right)];
  if (a !== undefined && b !== undefined) return a - b;
  if (left.kind === "str" && right.kind === "str")
    return left.value < right.value ? -1 : Number(left.value > right.value);
  return refuse(range, REASONS.construct, "this comparison");
}
