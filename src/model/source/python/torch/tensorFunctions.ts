import { iterate } from "../interpreter/iterate";
import { describeValue } from "../interpreter/describeValue";
import { REASONS } from "../reasons";
import { refuse } from "../refusal";
import { Arguments } from "../values/arguments";
import type { NativeCall } from "../values/nativeCall";
import { int, sizeValue, tuple, type Size, type TensorValue, type Value } from "../values/values";
import { reshape } from "./reshape";

/** A function on tensors, under each name that PyTorch gives it. */
export interface TensorFunction {
  readonly call: (call: NativeCall) => Value;
  /** Whether it can be called as `tensor.name(...)`. */
  readonly isMethod?: true;
  /** Whether it is `torch.name`. */
  readonly inTorch?: true;
  /** Whether it is `torch.nn.functional.name`. */
  readonly inFunctional?: true;
}

/** By name; the tensor is the first argument. */
export const TENSOR_FUNCTIONS: Readonly<Record<string, TensorFunction>> = {
  relu: {
    isMethod: true,
    inTorch: true,
    inFunctional: true,
    call: call => {
      const given = new Arguments(call, "relu", ["input", "inplace"]);
      const inplace = given.bool("inplace", false);
      return call.interpreter.trace.apply({ type: "ReLU", inplace }, given.tensor("input"), call.range);
    },
  },
  flatten: {
    isMethod: true,
    inTorch: true,
    call: call => {
      const given = new Arguments(call, "flatten", ["input", "start_dim", "end_dim"]);
      const layer = { type: "Flatten", startDim: given.int("start_dim", 0), endDim: given.int("end_dim", -1) } as const;
      return call.interpreter.trace.apply(layer, given.tensor("input"), call.range);
    },
  },
  view: { isMethod: true, call: call => viewAs(call, "view") },
  reshape: { isMethod: true, inTorch: true, call: call => viewAs(call, "reshape") },
  size: {
    isMethod: true,
    call: call => {
      const given = new Arguments(call, "size", ["input", "dim"]);
      const { shape } = given.tensor("input");
      if (!given.given("dim")) return tuple(shape.map(sizeValue));
      const size = shape.at(given.int("dim"));
      return size === undefined ? refuse(call.range, REASONS.outOfRange) : sizeValue(size);
    },
  },
  dim: { isMethod: true, call: call => int(new Arguments(call, "dim", ["input"]).tensor("input").shape.length) },
};

function viewAs(call: NativeCall, name: string): Value {
  const [first, ...rest] = call.arguments;
  const tensor = first?.value as TensorValue;
  const given = rest.length === 1 ? rest[0]!.value : undefined;
  const isList = given?.kind === "list" || given?.kind === "tuple";
  const values = isList ? iterate(call.interpreter, given, call.range) : rest.map(argument => argument.value);
  if (values.length === 0 || rest.some(argument => argument.keyword !== undefined)) {
    refuse(call.range, REASONS.construct, `\`${name}\` in this form`);
  }
  const sizes = values.map((value): Size => {
    if (value.kind === "int") return value.value;
    if (value.kind === "batch-size") return value;
    if (value.kind === "unknown") return call.interpreter.refuseUnknown(value.reason, call.range);
    return refuse(call.range, REASONS.wrongKind, name, "size", "a whole number", describeValue(value));
  });
  return reshape(call.interpreter.trace, tensor, sizes, call.range);
}
