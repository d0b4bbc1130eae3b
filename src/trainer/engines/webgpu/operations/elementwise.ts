import type { LayerOf, LayerType } from "../../../../model/layers";
import { valueAt, type Activation } from "../activationSpace";
import { float, shared } from "../kernels/wgsl";
import type { Operation } from "./operation";
import type { OperationContext } from "./operationContext";

/** A function of single values in WGSL, and its derivative where the input is `x` and the output `y`. */
interface ScalarFunction {
  readonly value: string;
  readonly slope: string;
}

/** Types of layers that are functions of single values. */
export type Elementwise =
  "ReLU" | "ReLU6" | "LeakyReLU" | "ELU" | "SELU" | "SiLU" | "GELU" | "Softplus" | "Tanh" | "Sigmoid" | "Arithmetic";

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/** Selects are such that NaN stays NaN. */
const FUNCTIONS: { readonly [T in Elementwise & LayerType]: (layer: LayerOf<T>) => ScalarFunction } = {
  ReLU: () => ({ value: "select(x, 0.0, x <= 0.0)", slope: "select(1.0, 0.0, y <= 0.0)" }),
  ReLU6: () => ({
    value: "select(select(x, 0.0, x <= 0.0), 6.0, x >= 6.0)",
    slope: "select(1.0, 0.0, x <= 0.0 || x >= 6.0)",
  }),
  LeakyReLU: ({ negativeSlope }) => ({
    value: `x * select(1.0, ${float(negativeSlope)}, x <= 0.0)`,
    slope: `select(1.0, ${float(negativeSlope)}, x <= 0.0)`,
  }),
  ELU: ({ alpha }) => exponentialUnit(alpha, 1),
  SELU: () => exponentialUnit(SELU_ALPHA, SELU_SCALE),
  SiLU: () => ({ value: "x * logistic(x)", slope: "logistic(x) * (1.0 + x * (1.0 - logistic(x)))" }),
  GELU: ({ approximate }) => (approximate === "tanh" ? APPROXIMATE_GELU : GELU),
  Softplus: ({ beta, threshold }) => ({
    value: `select(logarithm(1.0 + exponential(x * ${float(beta)})) / ${float(beta)}, x, x * ${float(beta)} > ${float(threshold)})`,
    slope: `select(logistic(x * ${float(beta)}), 1.0, x * ${float(beta)} > ${float(threshold)})`,
  }),
  Tanh: () => ({ value: "tangent(x)", slope: "1.0 - y * y" }),
  Sigmoid: () => ({ value: "logistic(x)", slope: "y * (1.0 - y)" }),
  Arithmetic: ({ operator, value, isReversed }) => arithmetic(operator, float(value), isReversed),
};

const GELU: ScalarFunction = {
  value: "x * normalShare(x)",
  slope: `normalShare(x) + x * exponential(x * x * -0.5) * ${float(1 / Math.sqrt(2 * Math.PI))}`,
};

const GELU_FACTOR = float(Math.sqrt(2 / Math.PI));
const GELU_CUBE = float(0.044715);
const GELU_TANGENT = `tangent(${GELU_FACTOR} * (x + ${GELU_CUBE} * x * x * x))`;
const APPROXIMATE_GELU: ScalarFunction = {
  value: `0.5 * x * (1.0 + ${GELU_TANGENT})`,
  slope: `0.5 * (1.0 + ${GELU_TANGENT}) + 0.5 * x * (1.0 - ${GELU_TANGENT} * ${GELU_TANGENT})
    * ${GELU_FACTOR} * (1.0 + 3.0 * ${GELU_CUBE} * x * x)`,
};

function exponentialUnit(alpha: number, scale: number): ScalarFunction {
  return {
    value: `${float(scale)} * select(x, ${float(alpha)} * (exponential(x) - 1.0), x <= 0.0)`,
    slope: `${float(scale)} * select(1.0, ${float(alpha)} * exponential(x), x <= 0.0)`,
  };
}

function arithmetic(operator: "+" | "-" | "*" | "/", value: string, isReversed: boolean): ScalarFunction {
  switch (operator) {
    case "+":
      return { value: `x + ${value}`, slope: "1.0" };
    case "-":
      return isReversed ? { value: `${value} - x`, slope: "-1.0" } : { value: `x - ${value}`, slope: "1.0" };
    case "*":
      return { value: `x * ${value}`, slope: value };
    case "/":
      return isReversed
        ? { value: `${value} / x`, slope: `-${value} / (x * x)` }
        : { value: `x / ${value}`, slope: `1.0 / ${value}` };
  }
}

/** Applies a function to each value. */
export function createElementwise<T extends Elementwise>(
  layer: LayerOf<T>,
  input: Activation,
  { space, training, wantsInputGradient }: OperationContext,
): Operation {
  const { value, slope } = FUNCTIONS[layer.type](layer);
  const { width } = input.values;
  const output = space.activation(width);
  const [x, y] = [valueAt(input.values, "row", "k"), valueAt(output.values, "row", "k")];
  const [dx, dy] = [valueAt(input.gradient, "row", "k"), valueAt(output.gradient, "row", "k")];
  return {
    output,
    forward: { scope: "row", gathers: false, code: shared("k", width, `let x = ${x}; ${y} = ${value};`) },
    ...(training &&
      wantsInputGradient && {
        backward: {
          scope: "row",
          gathers: false,
          code: shared("k", width, `let x = ${x}; let y = ${y}; ${dx} = ${dy} * (${slope});`),
        },
      }),
  };
}
