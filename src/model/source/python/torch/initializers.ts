import type { Initialization } from "../../../layers";
import { describeValue } from "../interpreter/describeValue";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import { Arguments } from "../values/arguments";
import type { NativeCall, NativeFunction } from "../values/nativeCall";
import { float, type ParameterValue, type Value } from "../values/values";
import { parameterShape } from "./parameterAttributes";

interface Initializer {
  readonly parameters: readonly string[];
  /** `undefined` when it fills in a way that is not followed. */
  readonly read: (given: Arguments, shape: readonly number[]) => Initialization | undefined;
}

/** Source: `torch/nn/init.py`; bounds are computed in its order, since another order rounds differently. */
const INITIALIZERS: Readonly<Record<string, Initializer>> = {
  uniform: {
    parameters: ["a", "b"],
    read: given => ({ kind: "uniform", low: given.float("a", 0), high: given.float("b", 1) }),
  },
  normal: {
    parameters: ["mean", "std"],
    read: given => ({ kind: "normal", mean: given.float("mean", 0), std: given.float("std", 1) }),
  },
  constant: { parameters: ["val"], read: given => ({ kind: "constant", value: given.float("val") }) },
  zeros: { parameters: [], read: () => ({ kind: "constant", value: 0 }) },
  ones: { parameters: [], read: () => ({ kind: "constant", value: 1 }) },
  xavier_uniform: {
    parameters: ["gain"],
    read: (given, shape) => symmetric(Math.sqrt(3) * xavierStd(given, shape)),
  },
  xavier_normal: {
    parameters: ["gain"],
    read: (given, shape) => ({ kind: "normal", mean: 0, std: xavierStd(given, shape) }),
  },
  kaiming_uniform: {
    parameters: ["a", "mode", "nonlinearity"],
    read: (given, shape) => symmetric(Math.sqrt(3) * kaimingStd(given, shape)),
  },
  kaiming_normal: {
    parameters: ["a", "mode", "nonlinearity"],
    read: (given, shape) => ({ kind: "normal", mean: 0, std: kaimingStd(given, shape) }),
  },
  trunc_normal: { parameters: ["mean", "std", "a", "b"], read: () => undefined },
  orthogonal: { parameters: ["gain"], read: () => undefined },
  sparse: { parameters: ["sparsity", "std"], read: () => undefined },
  eye: { parameters: [], read: () => undefined },
  dirac: { parameters: ["groups"], read: () => undefined },
};

/** `torch.nn.init.name`, with or without the underscore at its end. */
export function findInitializer(name: string): NativeFunction | undefined {
  if (name === "calculate_gain") return calculateGain;
  const plain = name.replace(/_$/, "");
  const initializer = Object.hasOwn(INITIALIZERS, plain) ? INITIALIZERS[plain] : undefined;
  return initializer && (call => initialize(name, initializer, call));
}

function initialize(name: string, { parameters, read }: Initializer, call: NativeCall): Value {
  const given = new Arguments(call, name, ["tensor", ...parameters, "generator"]);
  given.mustBeDefault("generator");
  const tensor = given.need("tensor");
  if (tensor.kind !== "parameter")
    return refuse(call.range, REASONS.wrongKind, name, "tensor", "a weight", describeValue(tensor));
  fillParameter(call, tensor, read(given, parameterShape(tensor)), name);
  return tensor;
}

/** Notes how `parameter` is filled; without an `initialization` its start is not known any more. */
export function fillParameter(
  { interpreter, range }: NativeCall,
  parameter: ParameterValue,
  initialization: Initialization | undefined,
  name: string,
): void {
  if (interpreter.isFollowingForward) refuse(range, REASONS.construct, "weights that `forward` writes to");
  const { module } = parameter;
  if (initialization) {
    interpreter.construction.fill(module, { name: parameter.name, shape: parameterShape(parameter) }, initialization);
  } else {
    interpreter.construction.blur(range, REASONS.changedStart, name);
  }
}

const calculateGain: NativeFunction = call => {
  const given = new Arguments(call, "calculate_gain", ["nonlinearity", "param"]);
  return float(gainOf(given, given.str("nonlinearity", ""), given.given("param") ? given.float("param") : 0.01));
};

function gainOf(given: Arguments, nonlinearity: string, slope: number): number {
  switch (nonlinearity) {
    case "linear":
    case "sigmoid":
    case "conv2d":
      return 1;
    case "tanh":
      return 5 / 3;
    case "relu":
      return Math.sqrt(2);
    case "leaky_relu":
      return Math.sqrt(2 / (1 + slope ** 2));
    case "selu":
      return 3 / 4;
    default:
      return given.wrong("nonlinearity", "a function that PyTorch knows a gain for");
  }
}

function kaimingStd(given: Arguments, shape: readonly number[]): number {
  const mode = given.str("mode", "fan_in");
  if (mode !== "fan_in" && mode !== "fan_out") given.wrong("mode", "`fan_in` or `fan_out`");
  const [fanIn, fanOut] = fans(given, shape);
  const gain = gainOf(given, given.str("nonlinearity", "leaky_relu"), given.float("a", 0));
  return gain / Math.sqrt(mode === "fan_in" ? fanIn : fanOut);
}

function xavierStd(given: Arguments, shape: readonly number[]): number {
  const [fanIn, fanOut] = fans(given, shape);
  return given.float("gain", 1) * Math.sqrt(2 / (fanIn + fanOut));
}

function fans(given: Arguments, [out, into, ...kernel]: readonly number[]): [number, number] {
  if (out === undefined || into === undefined) return refuse(given.call.range, REASONS.noFan);
  const field = kernel.reduce((product, size) => product * size, 1);
  return [into * field, out * field];
}

const symmetric = (bound: number): Initialization => ({ kind: "uniform", low: -bound, high: bound });
