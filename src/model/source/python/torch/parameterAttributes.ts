import type { Initialization } from "../../../layers";
import { layerKind } from "../../../layers";
import { REASONS } from "../reasons";
import { Arguments } from "../values/arguments";
import type { NativeCall } from "../values/nativeCall";
import { int, native, tuple, unknown, type ParameterValue, type Value } from "../values/values";
import { fillParameter } from "./initializers";

/** Methods that fill a tensor in place, by what they fill it with. */
const FILLINGS: Readonly<Record<string, (call: NativeCall) => Initialization>> = {
  zero_: () => ({ kind: "constant", value: 0 }),
  fill_: call => ({ kind: "constant", value: new Arguments(call, "fill_", ["value"]).float("value") }),
  normal_: call => {
    const given = new Arguments(call, "normal_", ["mean", "std"]);
    return { kind: "normal", mean: given.float("mean", 0), std: given.float("std", 1) };
  },
  uniform_: call => {
    const given = new Arguments(call, "uniform_", ["from", "to"]);
    return { kind: "uniform", low: given.float("from", 0), high: given.float("to", 1) };
  },
};

/** `parameter.name`; what writes into it becomes part of the start of the weights. */
export function parameterAttribute(parameter: ParameterValue, name: string): Value {
  const shape = parameterShape(parameter);
  switch (name) {
    case "data":
      return parameter;
    case "detach":
      return native(name, () => parameter);
    case "shape":
      return tuple(shape.map(int));
    case "ndim":
      return int(shape.length);
    case "dim":
    case "ndimension":
      return native(name, () => int(shape.length));
    case "numel":
    case "nelement":
      return native(name, () => int(shape.reduce((product, size) => product * size, 1)));
    case "size":
      return native(name, call => {
        const given = new Arguments(call, name, ["dim"]);
        return given.given("dim")
          ? int(shape.at(given.int("dim")) ?? given.wrong("dim", "a dimension"))
          : tuple(shape.map(int));
      });
  }
  if (!name.endsWith("_")) return unknown(REASONS.construct, `\`.${name}\` of a parameter`);
  const filling = Object.hasOwn(FILLINGS, name) ? FILLINGS[name] : undefined;
  return native(name, call => {
    fillParameter(call, parameter, filling?.(call), name);
    return parameter;
  });
}

/** The shape of the tensor that `parameter` stands for. */
export function parameterShape({ module, name }: ParameterValue): readonly number[] {
  const tensors = module.layer ? layerKind(module.layer).tensors(module.layer) : [];
  return tensors.find(tensor => tensor.name === name)?.shape ?? [];
}
