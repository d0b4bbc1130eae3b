import type { LayerOf, LayerType } from "../../../../model/layers";
import type { Operation } from "../operation";
import type { OperationContext } from "../operationContext";
import type { Tensor, Tensorflow } from "../tensorflow";

export type Activation =
  "ReLU" | "ReLU6" | "LeakyReLU" | "ELU" | "SELU" | "SiLU" | "GELU" | "Softplus" | "Tanh" | "Sigmoid" | "Arithmetic";

/** A function of single values, and the gradient by its input `x` where its output `y` has the gradient `g`. */
interface ElementFunction {
  readonly value: (x: Tensor) => Tensor;
  readonly gradient: (g: Tensor, x: Tensor, y: Tensor) => Tensor;
}

type Constant = OperationContext["constant"];
type CreateFunction<T extends LayerType> = (layer: LayerOf<T>, tf: Tensorflow, c: Constant) => ElementFunction;

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/** Source: `torch/nn/functional.py`. */
const FUNCTIONS: { readonly [T in Activation]: CreateFunction<T> } = {
  ReLU: (_, tf) => ({ value: tf.relu, gradient: (g, _x, y) => tf.mul(g, tf.sign(y)) }),
  ReLU6: (_, tf, c) => ({
    value: x => tf.minimum(tf.relu(x), c(6)),
    gradient: (g, x, y) => tf.mul(g, tf.mul(tf.sign(y), tf.cast(tf.less(x, c(6)), "float32"))),
  }),
  LeakyReLU: ({ negativeSlope }, tf, c) => ({
    value: x => tf.where(tf.greater(x, c(0)), x, tf.mul(x, c(negativeSlope))),
    gradient: (g, x) => tf.where(tf.greater(x, c(0)), g, tf.mul(g, c(negativeSlope))),
  }),
  ELU: ({ alpha }, tf, c) => exponentialUnit(alpha, 1, tf, c),
  SELU: (_, tf, c) => exponentialUnit(SELU_ALPHA, SELU_SCALE, tf, c),
  SiLU: (_, tf, c) => ({
    value: x => tf.mul(x, tf.sigmoid(x)),
    gradient: (g, x, y) => {
      const logistic = tf.sigmoid(x);
      return tf.mul(g, tf.add(logistic, tf.mul(y, tf.sub(c(1), logistic))));
    },
  }),
  GELU: ({ approximate }, tf, c) => (approximate === "tanh" ? approximateGelu(tf, c) : gelu(tf, c)),
  Softplus: ({ beta, threshold }, tf, c) => ({
    value: x => {
      const scaled = tf.mul(x, c(beta));
      const bent = tf.div(tf.log1p(tf.exp(tf.minimum(scaled, c(threshold)))), c(beta));
      return tf.where(tf.greater(scaled, c(threshold)), x, bent);
    },
    gradient: (g, x) => {
      const scaled = tf.mul(x, c(beta));
      return tf.where(tf.greater(scaled, c(threshold)), g, tf.mul(g, tf.sigmoid(scaled)));
    },
  }),
  Tanh: (_, tf, c) => ({ value: tf.tanh, gradient: (g, _x, y) => tf.mul(g, tf.sub(c(1), tf.square(y))) }),
  Sigmoid: (_, tf, c) => ({ value: tf.sigmoid, gradient: (g, _x, y) => tf.mul(g, tf.mul(y, tf.sub(c(1), y))) }),
  Arithmetic: ({ operator, value, isReversed }, tf, c) => arithmetic(operator, c(value), isReversed, tf),
};

/** Makes the operation of one of these layers. */
export function activation<T extends Activation>(type: T): (layer: LayerOf<T>, context: OperationContext) => Operation {
  return (layer, { tf, constant }) => {
    const { value, gradient } = FUNCTIONS[type](layer, tf, constant);
    let input: Tensor;
    let output: Tensor;
    return {
      forward: x => {
        input = x;
        output = value(x);
        return output;
      },
      backward: g => gradient(g, input, output),
    };
  };
}

function exponentialUnit(alpha: number, scale: number, tf: Tensorflow, c: Constant): ElementFunction {
  const isAbove = (x: Tensor) => tf.greater(x, c(0));
  // where x is above zero the exponential is not used, and must not overflow
  const below = (x: Tensor) => tf.minimum(x, c(0));
  return {
    value: x => {
      const bent = tf.where(isAbove(x), x, tf.mul(tf.expm1(below(x)), c(alpha)));
      return scale === 1 ? bent : tf.mul(bent, c(scale));
    },
    gradient: (g, x) => {
      const bent = tf.where(isAbove(x), g, tf.mul(g, tf.mul(tf.exp(below(x)), c(alpha))));
      return scale === 1 ? bent : tf.mul(bent, c(scale));
    },
  };
}

function gelu(tf: Tensorflow, c: Constant): ElementFunction {
  /** The share of a normal distribution below x. */
  const share = (x: Tensor) => tf.mul(tf.add(tf.erf(tf.mul(x, c(Math.SQRT1_2))), c(1)), c(0.5));
  const density = (x: Tensor) => tf.div(tf.exp(tf.mul(tf.square(x), c(-0.5))), c(Math.sqrt(2 * Math.PI)));
  return {
    value: x => tf.mul(x, share(x)),
    gradient: (g, x) => tf.mul(g, tf.add(share(x), tf.mul(x, density(x)))),
  };
}

const GELU_FACTOR = Math.sqrt(2 / Math.PI);
const GELU_CUBE = 0.044715;

function approximateGelu(tf: Tensorflow, c: Constant): ElementFunction {
  const bend = (x: Tensor) => {
    const cubed = tf.mul(tf.mul(tf.square(x), x), c(GELU_CUBE));
    return tf.tanh(tf.mul(tf.add(x, cubed), c(GELU_FACTOR)));
  };
  return {
    value: x => tf.mul(tf.mul(x, c(0.5)), tf.add(bend(x), c(1))),
    gradient: (g, x) => {
      const bent = bend(x);
      const inner = tf.mul(tf.add(tf.mul(tf.square(x), c(3 * GELU_CUBE)), c(1)), c(GELU_FACTOR));
      const outer = tf.mul(tf.mul(x, tf.sub(c(1), tf.square(bent))), inner);
      return tf.mul(g, tf.mul(tf.add(tf.add(bent, c(1)), outer), c(0.5)));
    },
  };
}

function arithmetic(operator: "+" | "-" | "*" | "/", value: Tensor, isReversed: boolean, tf: Tensorflow) {
  const functions: Readonly<Record<typeof operator, ElementFunction>> = {
    "+": { value: x => tf.add(x, value), gradient: g => g },
    "-": isReversed
      ? { value: x => tf.sub(value, x), gradient: g => tf.neg(g) }
      : { value: x => tf.sub(x, value), gradient: g => g },
    "*": { value: x => tf.mul(x, value), gradient: g => tf.mul(g, value) },
    "/": isReversed
      ? { value: x => tf.div(value, x), gradient: (g, x, y) => tf.neg(tf.mul(g, tf.div(y, x))) }
      : { value: x => tf.div(x, value), gradient: g => tf.div(g, value) },
  };
  return functions[operator];
}
