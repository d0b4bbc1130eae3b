import { multiplyAdd } from "./lanes";
import { Optimizer } from "./optimizer";

/** RMSprop; keeps squares, then means where it is centered, then momenta where `keepFirst` is not 0. */
export function rmsProp(optimizer: Optimizer, values: usize, extent: usize, gradient: usize, count: usize): void {
  const decay = f32x4.splat(optimizer.decay);
  const step = f32x4.splat(-optimizer.step);
  const keep = f32x4.splat(optimizer.keepSecond);
  const add = f32x4.splat(optimizer.addSecond);
  const eps = f32x4.splat(optimizer.eps);
  const keepMomentum = f32x4.splat(optimizer.keepFirst);
  const hasMomentum = optimizer.keepFirst != 0;
  const isCentered = optimizer.isCentered;
  let squares = values + extent;
  let means = squares + extent;
  let momenta = isCentered ? means + extent : means;
  for (const end = values + count * 4; values < end; values += 16) {
    const value = v128.load(values);
    const slope = multiplyAdd(value, decay, v128.load(gradient));
    const square = multiplyAdd(f32x4.mul(add, slope), slope, f32x4.mul(keep, v128.load(squares)));
    v128.store(squares, square);
    let spread = square;
    if (isCentered) {
      const mean = multiplyAdd(add, f32x4.sub(slope, v128.load(means)), v128.load(means));
      v128.store(means, mean);
      spread = f32x4.max(f32x4.sub(square, f32x4.mul(mean, mean)), f32x4.splat(0)); // rounding may leave less than none
      means += 16;
    }
    let move = f32x4.div(slope, f32x4.add(f32x4.sqrt(spread), eps));
    if (hasMomentum) {
      move = multiplyAdd(keepMomentum, v128.load(momenta), move);
      v128.store(momenta, move);
      momenta += 16;
    }
    v128.store(values, multiplyAdd(step, move, value));
    gradient += 16;
    squares += 16;
  }
}
