// What becomes of a gradient. It arrives in pieces small enough to be still in the first cache.
import { adadelta } from "./adadelta";
import { adam } from "./adam";
import { rmsProp } from "./rmsProp";
import { sgd } from "./sgd";

const SGD = 0;
const ADAM = 1;
const ADADELTA = 2;

/**
 * What one step of an optimizer is made of; `optimizerRecord.ts` writes it, in this order. A parameter and what the
 * optimizer keeps for it lie one behind the other, each as long as the parameter's `extent`.
 */
@unmanaged
export class Optimizer {
  kind: i32;
  /** When not 0, gradients are only stored, behind this many arrays of the parameter's extent. */
  storeBehind: u32;
  isNesterov: bool;
  isCentered: bool;
  /** Gradients are held between -limit and limit. */
  limit: f32;
  step: f32;
  decay: f32;
  keepValue: f32;
  keepFirst: f32;
  addFirst: f32;
  keepSecond: f32;
  addSecond: f32;
  eps: f32;
  rootFactor: f32;
  rootOffset: f32;
}

/** Takes the gradient of `count` values, a multiple of eight. Adds its squares to `squares`, unless that is 0. */
export function applyGradient(
  optimizer: Optimizer,
  values: usize,
  extent: usize,
  gradient: usize,
  count: usize,
  squares: usize,
): void {
  if (squares) store<f64>(squares, load<f64>(squares) + sumOfSquares(gradient, count));
  if (optimizer.storeBehind) {
    memory.copy(values + extent * optimizer.storeBehind, gradient, count * 4);
    return;
  }
  if (optimizer.limit < f32.MAX_VALUE) limitGradient(gradient, count, optimizer.limit);
  optimize(optimizer, values, extent, gradient, count);
}

/** Updates `count` values, a multiple of eight, with their stored gradient times `factor`. */
export function applyStored(optimizer: Optimizer, values: usize, extent: usize, count: usize, factor: f32): void {
  const gradient = values + extent * optimizer.storeBehind;
  const factors = f32x4.splat(factor);
  for (let at: usize = 0; at < count * 4; at += 16) {
    v128.store(gradient + at, f32x4.mul(v128.load(gradient + at), factors));
  }
  optimize(optimizer, values, extent, gradient, count);
}

function optimize(optimizer: Optimizer, values: usize, extent: usize, gradient: usize, count: usize): void {
  switch (optimizer.kind) {
    case ADAM:
      adam(optimizer, values, extent, gradient, count);
      break;
    case SGD:
      sgd(optimizer, values, extent, gradient, count);
      break;
    case ADADELTA:
      adadelta(optimizer, values, extent, gradient, count);
      break;
    default:
      rmsProp(optimizer, values, extent, gradient, count);
  }
}

function sumOfSquares(values: usize, count: usize): f64 {
  let sum0 = f64x2.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  for (const end = values + count * 4; values < end; values += 32) {
    const value0 = f64x2.promote_low_f32x4(v128.load64_zero(values));
    const value1 = f64x2.promote_low_f32x4(v128.load64_zero(values, 8));
    const value2 = f64x2.promote_low_f32x4(v128.load64_zero(values, 16));
    const value3 = f64x2.promote_low_f32x4(v128.load64_zero(values, 24));
    sum0 = f64x2.add(sum0, f64x2.mul(value0, value0));
    sum1 = f64x2.add(sum1, f64x2.mul(value1, value1));
    sum2 = f64x2.add(sum2, f64x2.mul(value2, value2));
    sum3 = f64x2.add(sum3, f64x2.mul(value3, value3));
  }
  const sum = f64x2.add(f64x2.add(sum0, sum1), f64x2.add(sum2, sum3));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

function limitGradient(values: usize, count: usize, limit: f32): void {
  for (const end = values + count * 4; values < end; values += 16) {
    v128.store(values, f32x4.min(f32x4.max(v128.load(values), f32x4.splat(-limit)), f32x4.splat(limit)));
  }
}
