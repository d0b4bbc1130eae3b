import type { SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import { negateTensor, tensorOperation } from "../torch/tensorOperation";
import { float, int, unknown, type Value } from "../values/values";
import { describeValue } from "./describeValue";
import type { Interpreter } from "./interpreter";
import { isForeign } from "./isForeign";
import { iterate } from "./iterate";
import { sequenceOperation } from "./sequenceOperation";

/** Whether Python takes `value` for true. */
export function isTrue(interpreter: Interpreter, value: Value, range: SourceRange): boolean {
  switch (value.kind) {
    case "none":
      return false;
    case "bool":
      return value.value;
    case "int":
    case "float":
      return value.value !== 0;
    case "str":
      return value.value !== "";
    case "list":
    case "tuple":
      return value.items.length > 0;
    case "dictionary":
      return value.entries.size > 0;
    case "module":
      return value.container === undefined || value.children.size > 0;
    case "tensor":
    case "parameter":
      return refuse(range, REASONS.onData);
    case "unknown":
      return interpreter.refuseUnknown(value.reason, range);
    case "external":
      return isForeign(value) ? refuse(range, REASONS.otherFile, value.path) : true;
    default:
      return true;
  }
}

/** `left operator right` for arithmetic; unknown operands give an unknown result. */
export function binaryOperation(
  interpreter: Interpreter,
  operator: string,
  left: Value,
  right: Value,
  range: SourceRange,
): Value {
  if (left.kind === "tensor" || right.kind === "tensor") {
    return tensorOperation(interpreter, operator, left, right, range);
  }
  if (left.kind === "unknown") return left;
  if (right.kind === "unknown") return right;
  const foreign = [left, right].find(isForeign);
  if (foreign) return unknown(REASONS.otherFile, foreign.path);
  const result =
    numberOperation(operator, left, right, range) ??
    batchOperation(operator, left, right) ??
    sequenceOperation(interpreter, operator, left, right, range);
  return result ?? refuse(range, REASONS.operator, operator, describeValue(left), describeValue(right));
}

/** `target operator= value`: lists grow in place, everything else is computed anew. */
export function updateOperation(
  interpreter: Interpreter,
  operator: string,
  target: Value,
  value: Value,
  range: SourceRange,
): Value {
  if (target.kind === "list" && operator === "+") {
    target.items.push(...iterate(interpreter, value, range));
    return target;
  }
  if (target.kind === "tensor") {
    const result = binaryOperation(interpreter, operator, target, value, range);
    // `x += y` writes into x, and into whatever else is the same tensor.
    if (result.kind === "tensor" && typeof result.origin === "number") {
      interpreter.trace.overwrite(interpreter.trace.indexOf(target, range), result.origin);
    }
    return result;
  }
  if (target.kind === "module") refuse(range, REASONS.operator, operator, describeValue(target), describeValue(value));
  return binaryOperation(interpreter, operator, target, value, range);
}

/** `-x`, `+x` and `~x`. */
export function unaryOperation(interpreter: Interpreter, operator: string, operand: Value, range: SourceRange): Value {
  if (operand.kind === "unknown") return operand;
  if (operand.kind === "tensor" && operator === "-") return negateTensor(interpreter, operand, range);
  const number = asNumber(operand);
  if (number === undefined || operator === "~") refuse(range, REASONS.construct, `\`${operator}\` here`);
  const value = operator === "-" ? -number : number;
  return operand.kind === "float" ? float(value) : int(value === 0 ? 0 : value);
}

/** A number or truth value as a number. */
export function asNumber(value: Value): number | undefined {
  if (value.kind === "int" || value.kind === "float") return value.value;
  return value.kind === "bool" ? Number(value.value) : undefined;
}

function numberOperation(operator: string, left: Value, right: Value, range: SourceRange): Value | undefined {
  const [a, b] = [asNumber(left), asNumber(right)];
  if (a === undefined || b === undefined) return undefined;
  const isFloat = left.kind === "float" || right.kind === "float";
  if (b === 0 && /^(\/\/?|%)$/.test(operator)) refuse(range, REASONS.divisionByZero);
  const whole = (value: number) => {
    if (isFloat) return float(value);
    return Number.isSafeInteger(value) ? int(value === 0 ? 0 : value) : refuse(range, REASONS.tooLarge);
  };
  switch (operator) {
    case "+":
      return whole(a + b);
    case "-":
      return whole(a - b);
    case "*":
      return whole(a * b);
    case "/":
      return float(a / b);
    case "//":
      return whole(Math.floor(a / b));
    case "%":
      return whole(a - b * Math.floor(a / b));
    case "**":
      return b < 0 ? float(a ** b) : whole(a ** b);
    case "<<":
      return isFloat ? undefined : whole(a * 2 ** b);
    case ">>":
      return isFloat ? undefined : whole(Math.floor(a / 2 ** b));
    default:
      return undefined;
  }
}

function batchOperation(operator: string, left: Value, right: Value): Value | undefined {
  if (left.kind === "batch-size" && right.kind === "batch-size") {
    if (operator === "//" && left.factor % right.factor === 0) return int(left.factor / right.factor);
    return undefined;
  }
  const [batch, number] = left.kind === "batch-size" ? [left, right] : [right, left];
  if (batch.kind !== "batch-size" || number.kind !== "int") return undefined;
  if (operator === "*" && number.value > 0) return { kind: "batch-size", factor: batch.factor * number.value };
  if (operator === "//" && batch === left && number.value > 0 && batch.factor % number.value === 0) {
    return { kind: "batch-size", factor: batch.factor / number.value };
  }
  return undefined;
}
