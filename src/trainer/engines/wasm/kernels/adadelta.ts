import { multiplyAdd } from "./lanes";
import { Optimizer } from "./optimizer";

export function adadelta(optimizer: Optimizer, values: usize, extent: usize, gradient: usize, count: usize): void {
  const decay = f32x4.splat(optimizer.decay);
  const step = f32x4.splat(-optimizer.step);
  const keep = f32x4.splat(optimizer.keepSecond);
  const add = f32x4.splat(optimizer.addSecond);
  const eps = f32x4.splat(optimizer.eps);
  let squares = values + extent;
  let deltas = squares + extent;
  for (const end = values + count * 4; values < end; values += 16) {
    const value = v128.load(values);
    const slope = multiplyAdd(value, decay, v128.load(gradient));
    const square = multiplyAdd(f32x4.mul(add, slope), slope, f32x4.mul(keep, v128.load(squares)));
    v128.store(squares, square);
    const average = v128.load(deltas);
    const root = f32x4.sqrt(f32x4.div(f32x4.add(average, eps), f32x4.add(square, eps)));
    const delta = f32x4.mul(root, slope);
    v128.store(deltas, multiplyAdd(f32x4.mul(add, delta), delta, f32x4.mul(keep, average)));
    v128.store(values, multiplyAdd(step, delta, value));
    gradient += 16;
    squares += 16;
    deltas += 16;
  }
}
