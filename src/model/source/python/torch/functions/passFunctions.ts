import { REASONS } from "../../reasons";
import { refuse } from "../../../refusal";
import type { NativeCall } from "../../values/nativeCall";
import type { Value } from "../../values/values";
import type { TensorFunctions } from "./tensorFunction";

/** Functions that give back the tensor they get, as it already is what they make of it. */
export const PASS_FUNCTIONS: TensorFunctions = {
  contiguous: { homes: ["method"], call: pass },
  float: { homes: ["method"], call: pass },
  cuda: { homes: ["method"], call: pass },
  cpu: { homes: ["method"], call: pass },
  clone: { homes: ["method", "torch"], call: pass },
  requires_grad_: { homes: ["method"], call: pass },
  to: { homes: ["method"], call: unlessConverted },
  type: { homes: ["method"], call: unlessConverted },
  type_as: { homes: ["method"], call: pass },
};

/** `torch.autograd.Variable(x)` and the methods above. */
export function pass({ arguments: [given], range }: NativeCall): Value {
  return given?.value.kind === "tensor" ? given.value : refuse(range, REASONS.construct, "this call");
}

/** Devices change nothing; of the dtypes only float32 does not. */
function unlessConverted(call: NativeCall): Value {
  for (const { value, range } of call.arguments) {
    const isOtherType =
      value.kind === "external" && /^torch\.(?!float$|float32$|FloatTensor$|device\b|cuda\b)/.test(value.path);
    if (isOtherType) refuse(range, REASONS.otherDtype);
  }
  return pass(call);
}
