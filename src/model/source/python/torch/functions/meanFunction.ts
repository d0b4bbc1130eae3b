import { REASONS } from "../../reasons";
import { refuse } from "../../../refusal";
import { Arguments } from "../../values/arguments";
import type { NativeCall } from "../../values/nativeCall";
import type { Value } from "../../values/values";
import { reshape } from "../reshape";
import type { TensorFunctions } from "./tensorFunction";

/** `tensor.mean((2, 3))`: global average pooling. */
export const MEAN_FUNCTION: TensorFunctions = { mean: { homes: ["method", "torch"], call: mean } };

function mean(call: NativeCall): Value {
  const given = new Arguments(call, "mean", ["input", "dim", "keepdim"]);
  const tensor = given.tensor("input");
  const dims = given.given("dim") ? given.ints("dim").map(dim => (dim < 0 ? dim + tensor.shape.length : dim)) : [];
  const isOverImage = tensor.shape.length === 4 && dims.length === 2 && dims.includes(2) && dims.includes(3);
  if (!isOverImage) refuse(call.range, REASONS.construct, "this `mean`");
  const { trace } = call.interpreter;
  const pooled = trace.apply({ type: "AdaptiveAvgPool2d", outputSize: 1 }, tensor, call.range);
  return given.bool("keepdim", false) ? pooled : reshape(trace, pooled, pooled.shape.slice(0, 2), call.range);
}
