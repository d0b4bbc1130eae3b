import type { LayerOf, LayerType } from "../../../model/layers";
import type { ScalarFunction } from "./elementwise";
import { errorFunction } from "./errorFunction";

export type Activation =
  "ReLU" | "ReLU6" | "LeakyReLU" | "ELU" | "SELU" | "SiLU" | "GELU" | "Softplus" | "Tanh" | "Sigmoid" | "Arithmetic";

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/** Source: `torch/nn/functional.py`. Comparisons are such that NaN stays NaN and lets its gradient through. */
export const ACTIVATION_FUNCTIONS: { readonly [T in Activation & LayerType]: (layer: LayerOf<T>) => ScalarFunction } = {
  ReLU: () => ({ value: x => (x < 0 ? 0 : x), slope: (_, y) => (y <= 0 ? 0 : 1) }),
  ReLU6: () => ({ value: x => (x < 0 ? 0 : x > 6 ? 6 : x), slope: x => (x <= 0 || x >= 6 ? 0 : 1) }),
  LeakyReLU: ({ negativeSlope }) => ({
    value: x => (x > 0 ? x : x * negativeSlope),
    slope: x => (x > 0 ? 1 : negativeSlope),
  }),
  ELU: ({ alpha }) => exponentialUnit(alpha, 1),
  SELU: () => exponentialUnit(SELU_ALPHA, SELU_SCALE),
  SiLU: () => ({
    value: x => x * logistic(x),
    slope: x => logistic(x) * (1 + x * (1 - logistic(x))),
  }),
  GELU: ({ approximate }) => (approximate === "tanh" ? APPROXIMATE_GELU : GELU),
  Softplus: ({ beta, threshold }) => ({
    value: x => (x * beta > threshold ? x : Math.log1p(Math.exp(x * beta)) / beta),
    slope: x => (x * beta > threshold ? 1 : logistic(x * beta)),
  }),
  Tanh: () => ({ value: Math.tanh, slope: (_, y) => 1 - y * y }),
  Sigmoid: () => ({ value: logistic, slope: (_, y) => y * (1 - y) }),
  Arithmetic: ({ operator, value, isReversed }) => ARITHMETIC[operator](value, isReversed),
};

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function exponentialUnit(alpha: number, scale: number): ScalarFunction {
  return {
    value: x => scale * (x > 0 ? x : alpha * Math.expm1(x)),
    slope: x => scale * (x > 0 ? 1 : alpha * Math.exp(x)),
  };
}

const GELU: ScalarFunction = {
  value: x => x * normalShare(x),
  slope: x => normalShare(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
};

/** The share of a normal distribution below x. */
function normalShare(x: number): number {
  return 0.5 * (1 + errorFunction(x * Math.SQRT1_2));
}

const GELU_FACTOR = Math.sqrt(2 / Math.PI);
const GELU_CUBE = 0.044715;
const APPROXIMATE_GELU: ScalarFunction = {
  value: x => 0.5 * x * (1 + Math.tanh(GELU_FACTOR * (x + GELU_CUBE * x ** 3))),
  slope: x => {
    const tanh = Math.tanh(GELU_FACTOR * (x + GELU_CUBE * x ** 3));
    return 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * GELU_FACTOR * (1 + 3 * GELU_CUBE * x * x);
  },
};

const ARITHMETIC: Readonly<Record<"+" | "-" | "*" | "/", (value: number, isReversed: boolean) => ScalarFunction>> = {
  "+": value => ({ value: x => x + value, slope: () => 1 }),
  "-": (value, isReversed) =>
    isReversed ? { value: x => value - x, slope: () => -1 } : { value: x => x - value, slope: () => 1 },
  "*": value => ({ value: x => x * value, slope: () => value }),
  "/": (value, isReversed) =>
    isReversed
      ? { value: x => value / x, slope: x => -value / (x * x) }
      : { value: x => x / value, slope: () => 1 / value },
};
