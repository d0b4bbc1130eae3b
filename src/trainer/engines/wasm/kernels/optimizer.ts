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

/** Takes the gradient of `count` values, a multiple of four. Adds its squares to `squares`, unless that is 0. */
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

/** Updates `count` values with their stored gradient times `factor`. */
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
  let sum: f64 = 0;
  for (const end = values + count * 4; values < end; values += 4) {
    const value = <f64>load<f32>(values);
    sum += value * value;
  }
  return sum;
}

function limitGradient(values: usize, count: usize, limit: f32): void {
  for (const end = values + count * 4; values < end; values += 16) {
    v128.store(values, f32x4.min(f32x4.max(v128.load(values), f32x4.splat(-limit)), f32x4.splat(limit)));
  }
}
