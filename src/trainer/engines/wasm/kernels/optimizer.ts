// What becomes of a gradient. It arrives in pieces small enough to be still in the first cache.
import { adam } from "./adam";

/**
 * What one step of an optimizer is made of; `optimizerRecord.ts` writes it, in this order. A parameter and what the
 * optimizer remembers of it lie one behind the other, each as long as the parameter's `extent`.
 */
@unmanaged
export class Optimizer {
  keepFirst: f32;
  keepSecond: f32;
  decay: f32;
  rootFactor: f32;
  rootOffset: f32;
}

/** Updates `count` values (a multiple of four). Adds the gradient's squares to `squares`, unless that is 0. */
export function applyGradient(
  optimizer: Optimizer,
  values: usize,
  extent: usize,
  gradient: usize,
  count: usize,
  squares: usize,
): void {
  if (squares) store<f64>(squares, load<f64>(squares) + sumOfSquares(gradient, count));
  adam(optimizer, values, values + extent, values + 2 * extent, gradient, count);
}

function sumOfSquares(values: usize, count: usize): f64 {
  let sum: f64 = 0;
  for (const end = values + count * 4; values < end; values += 4) {
    const value = <f64>load<f32>(values);
    sum += value * value;
  }
  return sum;
}
