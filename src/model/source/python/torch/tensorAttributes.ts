import type { SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import { int, native, sizeValue, tuple, unknown, type TensorValue, type Value } from "../values/values";
import { findTensorFunction } from "./tensorFunctions";

/** `tensor.name`: its sizes, or a function of it such as `view` or `relu`. */
export function tensorAttribute(tensor: TensorValue, name: string, range: SourceRange): Value | undefined {
  switch (name) {
    case "shape":
      return tuple(tensor.shape.map(sizeValue));
    case "ndim":
      return int(tensor.shape.length);
    case "data":
      return tensor;
    case "device":
    case "dtype":
      return { ...unknown(REASONS.construct, `\`.${name}\` of a tensor`), isPlain: true };
  }
  const method = findTensorFunction(name, "method") ?? refuse(range, REASONS.unknownMethod, name);
  return native(name, call => method({ ...call, arguments: [{ value: tensor, range }, ...call.arguments] }));
}
