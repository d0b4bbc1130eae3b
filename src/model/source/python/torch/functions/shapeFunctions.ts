import type { LayerOf } from "../../../../layers";
import { describeValue } from "../../interpreter/describeValue";
import { iterate } from "../../interpreter/iterate";
import { REASONS } from "../../reasons";
import { refuse } from "../../../refusal";
import { Arguments } from "../../values/arguments";
import type { NativeCall } from "../../values/nativeCall";
import { int, sizeValue, tuple, type Size, type TensorValue, type Value } from "../../values/values";
import { reshape, totalSize } from "../reshape";
import type { TensorFunctions } from "./tensorFunction";

/** Functions on the shape of a tensor. */
export const SHAPE_FUNCTIONS: TensorFunctions = {
  view: { homes: ["method"], call: call => viewAs(call, "view") },
  reshape: { homes: ["method", "torch"], call: call => viewAs(call, "reshape") },
  flatten: {
    homes: ["method", "torch"],
    call: call => {
      const given = new Arguments(call, "flatten", ["input", "start_dim", "end_dim"]);
      const tensor = given.tensor("input");
      const start = dimension(tensor, given, "start_dim", 0);
      const end = dimension(tensor, given, "end_dim", -1);
      if (start > end) refuse(call.range, REASONS.outOfRange);
      const merged = totalSize(tensor.shape.slice(start, end + 1));
      const sizes = [...tensor.shape.slice(0, start), merged, ...tensor.shape.slice(end + 1)];
      return reshape(call.interpreter.trace, tensor, sizes, call.range);
    },
  },
  unflatten: {
    homes: ["method", "torch"],
    call: call => {
      const given = new Arguments(call, "unflatten", ["input", "dim", "sizes"]);
      const layer: LayerOf<"Unflatten"> = {
        type: "Unflatten",
        dim: given.int("dim"),
        unflattenedSize: given.ints("sizes"),
      };
      return call.interpreter.trace.apply(layer, given.tensor("input"), call.range);
    },
  },
  squeeze: {
    homes: ["method", "torch"],
    call: call => {
      const given = new Arguments(call, "squeeze", ["input", "dim"]);
      const tensor = given.tensor("input");
      const only = given.given("dim") ? dimension(tensor, given, "dim", 0) : undefined;
      const sizes = tensor.shape.filter((size, at) => size !== 1 || (only !== undefined && at !== only));
      return reshape(call.interpreter.trace, tensor, sizes, call.range);
    },
  },
  unsqueeze: {
    homes: ["method", "torch"],
    call: call => {
      const given = new Arguments(call, "unsqueeze", ["input", "dim"]);
      const tensor = given.tensor("input");
      const dim = given.int("dim");
      const at = dim < 0 ? dim + tensor.shape.length + 1 : dim;
      if (at < 0 || at > tensor.shape.length) refuse(call.range, REASONS.outOfRange);
      return reshape(call.interpreter.trace, tensor, tensor.shape.toSpliced(at, 0, 1), call.range);
    },
  },
  permute: {
    homes: ["method", "torch"],
    call: call => {
      const [first, ...rest] = call.arguments;
      const tensor = first?.value;
      if (tensor?.kind !== "tensor") return refuse(call.range, REASONS.construct, "`permute` in this form");
      const dims = listed(
        call,
        rest.map(argument => argument.value),
      ).map(value =>
        value.kind === "int"
          ? positive(value.value, tensor)
          : refuse(call.range, REASONS.construct, "`permute` in this form"),
      );
      return permute(call, tensor, dims);
    },
  },
  transpose: {
    homes: ["method", "torch"],
    call: call => {
      const given = new Arguments(call, "transpose", ["input", "dim0", "dim1"]);
      const tensor = given.tensor("input");
      const [a, b] = [positive(given.int("dim0"), tensor), positive(given.int("dim1"), tensor)];
      const dims = tensor.shape.map((_, at) => (at === a ? b : at === b ? a : at));
      return permute(call, tensor, dims);
    },
  },
  size: {
    homes: ["method"],
    call: call => {
      const given = new Arguments(call, "size", ["input", "dim"]);
      const { shape } = given.tensor("input");
      if (!given.given("dim")) return tuple(shape.map(sizeValue));
      const size = shape.at(given.int("dim"));
      return size === undefined ? refuse(call.range, REASONS.outOfRange) : sizeValue(size);
    },
  },
  dim: { homes: ["method"], call: call => int(new Arguments(call, "dim", ["input"]).tensor("input").shape.length) },
  ndimension: {
    homes: ["method"],
    call: call => int(new Arguments(call, "dim", ["input"]).tensor("input").shape.length),
  },
  numel: {
    homes: ["method", "torch"],
    call: call => sizeValue(totalSize(new Arguments(call, "numel", ["input"]).tensor("input").shape)),
  },
  nelement: {
    homes: ["method"],
    call: call => sizeValue(totalSize(new Arguments(call, "nelement", ["input"]).tensor("input").shape)),
  },
};

function viewAs(call: NativeCall, name: string): Value {
  const [first, ...rest] = call.arguments;
  const tensor = first?.value;
  const hasOtherKeyword = rest.some(({ keyword }) => keyword !== undefined && keyword !== "shape");
  if (tensor?.kind !== "tensor" || rest.length === 0 || hasOtherKeyword) {
    return refuse(call.range, REASONS.construct, `\`${name}\` in this form`);
  }
  const sizes = listed(
    call,
    rest.map(argument => argument.value),
  ).map((value): Size => {
    if (value.kind === "int") return value.value;
    if (value.kind === "batch-size") return value;
    if (value.kind === "unknown") return call.interpreter.refuseUnknown(value.reason, call.range);
    return refuse(call.range, REASONS.wrongKind, name, "size", "a whole number", describeValue(value));
  });
  return reshape(call.interpreter.trace, tensor, sizes, call.range);
}

/** Sizes given one by one or as one list. */
function listed(call: NativeCall, values: readonly Value[]): readonly Value[] {
  const [first] = values;
  const isList = values.length === 1 && (first?.kind === "list" || first?.kind === "tuple");
  return isList ? iterate(call.interpreter, first, call.range) : values;
}

function permute(call: NativeCall, tensor: TensorValue, dims: readonly number[]): Value {
  if (tensor.origin === "constant") return { ...tensor, shape: dims.map(at => tensor.shape[at]!) };
  if (dims.every((dim, at) => dim === at)) return tensor;
  if (dims[0] !== 0) refuse(call.range, REASONS.noBatch);
  return call.interpreter.trace.apply({ type: "Permute", dims }, tensor, call.range);
}

function dimension(tensor: TensorValue, given: Arguments, parameter: string, otherwise: number): number {
  const dim = positive(given.int(parameter, otherwise), tensor);
  return dim >= 0 && dim < tensor.shape.length ? dim : refuse(given.range(parameter), REASONS.outOfRange);
}

const positive = (dim: number, { shape }: TensorValue) => (dim < 0 ? dim + shape.length : dim);
