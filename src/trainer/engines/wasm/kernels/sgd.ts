import { multiplyAdd } from "./lanes";
import { Optimizer } from "./optimizer";

/** SGD; with momentum where `keepFirst` is not 0. */
export function sgd(optimizer: Optimizer, values: usize, extent: usize, gradient: usize, count: usize): void {
  const decay = f32x4.splat(optimizer.decay);
  const step = f32x4.splat(-optimizer.step);
  const keep = f32x4.splat(optimizer.keepFirst);
  const add = f32x4.splat(optimizer.addFirst);
  const hasMomentum = optimizer.keepFirst != 0;
  const isNesterov = optimizer.isNesterov;
  let momenta = values + extent;
  for (const end = values + count * 4; values < end; values += 16) {
    const value = v128.load(values);
    let slope = multiplyAdd(value, decay, v128.load(gradient));
    if (hasMomentum) {
      const moving = multiplyAdd(keep, v128.load(momenta), f32x4.mul(add, slope));
      v128.store(momenta, moving);
      slope = isNesterov ? multiplyAdd(keep, moving, slope) : moving;
      momenta += 16;
    }
    v128.store(values, multiplyAdd(step, slope, value));
    gradient += 16;
  }
}
