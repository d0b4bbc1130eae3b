import type { LayerOf } from "../../../layers";
import type { SourceRange } from "../../../modelSpec";
import { describeValue } from "../interpreter/describeValue";
import type { Interpreter } from "../interpreter/interpreter";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { TensorValue, Value } from "../values/values";

type Operator = LayerOf<"Arithmetic">["operator"];

/** `left operator right` with a tensor among them. */
export function tensorOperation(
  interpreter: Interpreter,
  operator: string,
  left: Value,
  right: Value,
  range: SourceRange,
): Value {
  for (const value of [left, right]) {
    if (value.kind === "unknown") interpreter.refuseUnknown(value.reason, range);
  }
  const { trace } = interpreter;
  if (left.kind === "tensor" && right.kind === "tensor") {
    if (left.origin === "constant" && right.origin === "constant") return combined(left, right, range);
    if (operator !== "+") refuse(range, REASONS.tensorOperator, operator);
    return trace.join({ type: "Add" }, [left, right], range);
  }
  const [tensor, number] = left.kind === "tensor" ? [left, right] : [right as TensorValue, left];
  const value = number.kind === "int" || number.kind === "float" ? number.value : undefined;
  if (value === undefined || !isArithmetic(operator)) {
    return refuse(range, REASONS.operator, operator, describeValue(left), describeValue(right));
  }
  return trace.apply({ type: "Arithmetic", operator, value, isReversed: left !== tensor }, tensor, range);
}

/** `-tensor`. */
export function negateTensor(interpreter: Interpreter, tensor: TensorValue, range: SourceRange): Value {
  const layer: LayerOf<"Arithmetic"> = { type: "Arithmetic", operator: "*", value: -1, isReversed: true };
  return interpreter.trace.apply(layer, tensor, range);
}

function combined(left: TensorValue, right: TensorValue, range: SourceRange): TensorValue {
  const isAlike = left.shape.length === right.shape.length && left.shape.every((size, at) => size === right.shape[at]);
  return isAlike ? left : refuse(range, REASONS.construct, "this sum");
}

const isArithmetic = (operator: string): operator is Operator => /^[-+*/]$/.test(operator);
