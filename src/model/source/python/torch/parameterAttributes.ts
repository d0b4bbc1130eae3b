import type { SourceRange } from "../../../modelSpec";
import { layerKind } from "../../../layers";
import type { Interpreter } from "../interpreter/interpreter";
import { REASONS } from "../reasons";
import { int, native, tuple, unknown, type ParameterValue, type Value } from "../values/values";

/** `parameter.name`; its methods that write into it make the start of the weights unclear. */
export function parameterAttribute(
  interpreter: Interpreter,
  parameter: ParameterValue,
  name: string,
  range: SourceRange,
): Value | undefined {
  const shape = parameterShape(parameter);
  switch (name) {
    case "data":
      return parameter;
    case "shape":
      return tuple(shape.map(int));
    case "ndim":
      return int(shape.length);
    case "dim":
      return native(name, () => int(shape.length));
    case "numel":
    case "nelement":
      return native(name, () => int(shape.reduce((product, size) => product * size, 1)));
    case "size":
      return native(name, () => tuple(shape.map(int)));
    case "requires_grad":
      return unknown(REASONS.construct, "`requires_grad`");
  }
  if (!name.endsWith("_")) return unknown(REASONS.construct, `\`.${name}\` of a parameter`);
  return native(name, () => {
    interpreter.construction.blur(range, REASONS.changedStart, name);
    return parameter;
  });
}

/** The shape of the tensor that `parameter` stands for. */
export function parameterShape({ module, name }: ParameterValue): readonly number[] {
  const tensors = module.layer ? layerKind(module.layer).tensors(module.layer) : [];
  return tensors.find(tensor => tensor.name === name)?.shape ?? [];
}
