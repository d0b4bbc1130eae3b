import { iterate } from "../../interpreter/iterate";
import { describeValue } from "../../interpreter/describeValue";
import { REASONS } from "../../reasons";
import { refuse } from "../../../refusal";
import { Arguments } from "../../values/arguments";
import type { NativeCall } from "../../values/nativeCall";
import type { TensorValue, Value } from "../../values/values";
import type { TensorFunctions } from "./tensorFunction";

/** Functions of several tensors. */
export const JOIN_FUNCTIONS: TensorFunctions = {
  cat: { homes: ["torch"], call: concatenate },
  concat: { homes: ["torch"], call: concatenate },
  concatenate: { homes: ["torch"], call: concatenate },
  add: {
    homes: ["method", "torch"],
    call: call => {
      const given = new Arguments(call, "add", ["input", "other"]);
      return call.interpreter.operate("+", given.tensor("input"), given.need("other"), call.range);
    },
  },
  mul: {
    homes: ["method", "torch"],
    call: call => {
      const given = new Arguments(call, "mul", ["input", "other"]);
      return call.interpreter.operate("*", given.tensor("input"), given.need("other"), call.range);
    },
  },
};

function concatenate(call: NativeCall): Value {
  const given = new Arguments(call, "cat", ["tensors", "dim", "axis"]);
  const tensors = iterate(call.interpreter, given.need("tensors"), call.range).map((value): TensorValue =>
    value.kind === "tensor"
      ? value
      : refuse(call.range, REASONS.wrongKind, "torch.cat", "tensors", "a list of tensors", describeValue(value)),
  );
  const dim = given.given("axis") ? given.int("axis") : given.int("dim", 0);
  const [first, ...others] = tensors;
  if (!first) return refuse(call.range, REASONS.construct, "`torch.cat` of nothing");
  if (dim === 0 || dim === -first.shape.length) refuse(call.range, REASONS.mixesImages);
  return call.interpreter.trace.join({ type: "Concatenate", dim }, [first, ...others], call.range);
}
