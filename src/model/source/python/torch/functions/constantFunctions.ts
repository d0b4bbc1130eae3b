import { iterate } from "../../interpreter/iterate";
import { REASONS } from "../../reasons";
import { refuse } from "../../../refusal";
import type { NativeCall, NativeFunction } from "../../values/nativeCall";
import { int, NONE, type Value } from "../../values/values";

/** `torch.zeros(2, 3)` and the like: tensors of which only the shape is known. */
export const CONSTANT_FUNCTIONS: Readonly<Record<string, NativeFunction>> = {
  zeros: constant,
  ones: constant,
  empty: constant,
  manual_seed: call => {
    call.interpreter.construction.blur(call.range, REASONS.changedStart, "manual_seed");
    return NONE;
  },
  /** Numbers stay numbers: their only use here is to compute sizes. */
  tensor: ({ arguments: [given], range }) => given?.value ?? refuse(range, REASONS.construct, "`torch.tensor`"),
  as_tensor: ({ arguments: [given], range }) => given?.value ?? refuse(range, REASONS.construct, "`torch.as_tensor`"),
  prod: call => {
    const [given, ...more] = call.arguments;
    if (!given || given.value.kind === "tensor" || more.length > 0) {
      return refuse(call.range, REASONS.construct, "this `torch.prod`");
    }
    const sizes = iterate(call.interpreter, given.value, given.range);
    return sizes.reduce((product, size) => call.interpreter.operate("*", product, size, call.range), int(1));
  },
  rand: call => drawn(call, { kind: "uniform", low: 0, high: 1 }),
  randn: call => drawn(call, { kind: "normal", mean: 0, std: 1 }),
};

function drawn(call: NativeCall, initialization: Parameters<typeof call.interpreter.construction.addDraw>[1]): Value {
  const tensor = constant(call);
  if (call.interpreter.isFollowingForward) refuse(call.range, REASONS.construct, "a random tensor");
  if (tensor.kind === "tensor") call.interpreter.construction.addDraw(tensor.shape, initialization);
  return tensor;
}

function constant(call: NativeCall): Value {
  const sizes = call.arguments.filter(({ keyword }) => keyword === undefined || keyword === "size");
  const [first] = sizes;
  const isList = sizes.length === 1 && (first?.value.kind === "tuple" || first?.value.kind === "list");
  const values = isList ? iterate(call.interpreter, first.value, first.range) : sizes.map(({ value }) => value);
  const shape = values.map(value =>
    value.kind === "int" ? value.value : refuse(call.range, REASONS.construct, "this size of a tensor"),
  );
  return { kind: "tensor", shape, origin: "constant" };
}
