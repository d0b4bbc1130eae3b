// Functions of single values, by number: `operations/activation.ts` knows them by name.
import { errorFunction } from "./errorFunction";
import { exponential, exponentialLessOne } from "./exponential";
import { lastFour, multiplyAdd, tailLanes } from "./lanes";

export const RELU6 = 0;
export const LEAKY_RELU = 1;
export const EXPONENTIAL_UNIT = 2;
export const SILU = 3;
export const GELU = 4;
export const GELU_TANH = 5;
export const SOFTPLUS = 6;
export const TANH = 7;
export const SIGMOID = 8;
export const LINEAR = 9;
export const RECIPROCAL = 10;

/** output = f(input) for `rows` rows; columns beyond `columns` become 0. `a` and `b` are the function's own numbers. */
export function activate(
  kind: i32,
  a: f32,
  b: f32,
  input: usize,
  output: usize,
  stride: usize,
  rows: usize,
  columns: usize,
): void {
  const tail = tailLanes(columns);
  const toLast = lastFour(columns);
  for (let row: usize = 0; row < rows; row++) {
    for (let at: usize = 0; at < toLast; at += 16) v128.store(output + at, value(kind, a, b, v128.load(input + at)));
    v128.store(output + toLast, v128.and(tail, value(kind, a, b, v128.load(input + toLast))));
    input += stride;
    output += stride;
  }
}

/** inputGradient = outputGradient * f'(input). Columns beyond `columns` have no gradient and get none. */
export function activateBackward(
  kind: i32,
  a: f32,
  b: f32,
  input: usize,
  output: usize,
  outputGradient: usize,
  inputGradient: usize,
  stride: usize,
  rows: usize,
  columns: usize,
): void {
  const tail = tailLanes(columns);
  const toLast = lastFour(columns);
  for (let row: usize = 0; row < rows; row++) {
    for (let at: usize = 0; at <= toLast; at += 16) {
      const slopes = slope(kind, a, b, v128.load(input + at), v128.load(output + at));
      v128.store(inputGradient + at, f32x4.mul(slopes, v128.load(outputGradient + at)));
    }
    v128.store(inputGradient + toLast, v128.and(tail, v128.load(inputGradient + toLast)));
    input += stride;
    output += stride;
    outputGradient += stride;
    inputGradient += stride;
  }
}

function value(kind: i32, a: f32, b: f32, x: v128): v128 {
  const zero = f32x4.splat(0);
  switch (kind) {
    case RELU6:
      return f32x4.pmin(f32x4.pmax(x, zero), f32x4.splat(6));
    case LEAKY_RELU:
      return v128.bitselect(x, f32x4.mul(x, f32x4.splat(a)), f32x4.gt(x, zero));
    case EXPONENTIAL_UNIT: {
      const below = f32x4.mul(f32x4.splat(a), exponentialLessOne(x));
      return f32x4.mul(f32x4.splat(b), v128.bitselect(x, below, f32x4.gt(x, zero)));
    }
    case SILU:
      return f32x4.mul(x, logistic(x));
    case GELU:
      return f32x4.mul(x, normalShare(x));
    case GELU_TANH:
      return f32x4.mul(f32x4.mul(f32x4.splat(0.5), x), f32x4.add(f32x4.splat(1), tanh(geluInner(x))));
    case SOFTPLUS:
      return v128.bitselect(x, softplus(x, a), f32x4.gt(f32x4.mul(x, f32x4.splat(a)), f32x4.splat(b)));
    case TANH:
      return tanh(x);
    case SIGMOID:
      return logistic(x);
    case LINEAR:
      return multiplyAdd(x, f32x4.splat(a), f32x4.splat(b));
    default: // RECIPROCAL
      return f32x4.div(f32x4.splat(a), x);
  }
}

function slope(kind: i32, a: f32, b: f32, x: v128, y: v128): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  switch (kind) {
    case RELU6: {
      const isOff = v128.or(f32x4.le(x, zero), f32x4.ge(x, f32x4.splat(6)));
      return v128.andnot(one, isOff);
    }
    case LEAKY_RELU:
      return v128.bitselect(one, f32x4.splat(a), f32x4.gt(x, zero));
    case EXPONENTIAL_UNIT: {
      const below = f32x4.mul(f32x4.splat(a), exponential(x));
      return f32x4.mul(f32x4.splat(b), v128.bitselect(one, below, f32x4.gt(x, zero)));
    }
    case SILU: {
      const share = logistic(x);
      return f32x4.mul(share, multiplyAdd(x, f32x4.sub(one, share), one));
    }
    case GELU: {
      const density = f32x4.mul(
        f32x4.splat(0.3989422804014327),
        exponential(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5))),
      );
      return multiplyAdd(x, density, normalShare(x));
    }
    case GELU_TANH: {
      const t = tanh(geluInner(x));
      const innerSlope = multiplyAdd(
        f32x4.mul(x, x),
        f32x4.splat(3 * 0.044715 * 0.7978845608028654),
        f32x4.splat(0.7978845608028654),
      );
      const bend = f32x4.mul(f32x4.mul(x, f32x4.sub(one, f32x4.mul(t, t))), innerSlope);
      return f32x4.mul(f32x4.splat(0.5), f32x4.add(f32x4.add(one, t), bend));
    }
    case SOFTPLUS: {
      const scaled = f32x4.mul(x, f32x4.splat(a));
      return v128.bitselect(one, logistic(scaled), f32x4.gt(scaled, f32x4.splat(b)));
    }
    case TANH:
      return f32x4.sub(one, f32x4.mul(y, y));
    case SIGMOID:
      return f32x4.mul(y, f32x4.sub(one, y));
    case LINEAR:
      return f32x4.splat(a);
    default: // RECIPROCAL
      return f32x4.neg(f32x4.div(f32x4.splat(a), f32x4.mul(x, x)));
  }
}

function logistic(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

/** (1 - e^(-2|x|)) / (1 + e^(-2|x|)) with the sign of x. */
function tanh(x: v128): v128 {
  const lessOne = exponentialLessOne(f32x4.mul(f32x4.abs(x), f32x4.splat(-2)));
  const magnitude = f32x4.div(f32x4.neg(lessOne), f32x4.add(f32x4.splat(2), lessOne));
  return v128.or(v128.and(x, f32x4.splat(-0.0)), f32x4.abs(magnitude));
}

/** The share of a normal distribution below x. */
function normalShare(x: v128): v128 {
  const half = f32x4.splat(0.5);
  return multiplyAdd(half, errorFunction(f32x4.mul(x, f32x4.splat(0.7071067811865476))), half);
}

function geluInner(x: v128): v128 {
  const cubed = f32x4.mul(f32x4.mul(x, x), x);
  return f32x4.mul(f32x4.splat(0.7978845608028654), multiplyAdd(cubed, f32x4.splat(0.044715), x));
}

/** log(1 + e^(beta x)) / beta. */
function softplus(x: v128, beta: f32): v128 {
  const powers = exponential(f32x4.mul(x, f32x4.splat(beta)));
  let result = f32x4.splat(<f32>Math.log1p(<f64>f32x4.extract_lane(powers, 0)) / beta);
  result = f32x4.replace_lane(result, 1, <f32>Math.log1p(<f64>f32x4.extract_lane(powers, 1)) / beta);
  result = f32x4.replace_lane(result, 2, <f32>Math.log1p(<f64>f32x4.extract_lane(powers, 2)) / beta);
  return f32x4.replace_lane(result, 3, <f32>Math.log1p(<f64>f32x4.extract_lane(powers, 3)) / beta);
}
