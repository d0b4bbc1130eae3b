import type { SourceRange } from "../../../modelSpec";
import type { Interpreter } from "../interpreter/interpreter";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { Expression } from "../syntax/syntax";
import type { Scope } from "../values/scope";
import type { TensorValue, Value } from "../values/values";

/** `tensor[0]`: one image of the batch, of which only the shape can be used. */
export function indexTensor(
  interpreter: Interpreter,
  tensor: TensorValue,
  index: Expression,
  range: SourceRange,
  scope: Scope,
): Value {
  if (index.kind === "slice" || index.kind === "tuple")
    return refuse(range, REASONS.construct, "this index of a tensor");
  const at = interpreter.evaluate(index, scope);
  if (at.kind !== "int") return refuse(range, REASONS.construct, "this index of a tensor");
  const origin = tensor.origin === "constant" ? "constant" : "part";
  return { kind: "tensor", shape: tensor.shape.slice(1), origin };
}
