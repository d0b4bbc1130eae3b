import { multiplyAdd } from "./lanes";
import { Optimizer } from "./optimizer";

/**
 * Adam and AdamW with moments that are sums instead of means, m' = m / (1 - beta1) and v' = v / (1 - beta2), which saves
 * two multiplications: `rootFactor` and `rootOffset` hold what that and the bias corrections make of sqrt(v) and eps.
 * Eight values at a time, and what is stored side by side follows each other: so V8 sees what it can join.
 */
export function adam(optimizer: Optimizer, values: usize, extent: usize, gradient: usize, count: usize): void {
  const keepFirst = f32x4.splat(optimizer.keepFirst);
  const keepSecond = f32x4.splat(optimizer.keepSecond);
  const decay = f32x4.splat(optimizer.decay);
  const keepValue = f32x4.splat(optimizer.keepValue);
  const rootFactor = f32x4.splat(optimizer.rootFactor);
  const rootOffset = f32x4.splat(optimizer.rootOffset);
  let first = values + extent;
  let second = first + extent;
  for (const end = values + count * 4; values < end; values += 32) {
    const value0 = v128.load(values);
    const value1 = v128.load(values, 16);
    const slope0 = multiplyAdd(value0, decay, v128.load(gradient));
    const slope1 = multiplyAdd(value1, decay, v128.load(gradient, 16));
    const mean0 = multiplyAdd(keepFirst, v128.load(first), slope0);
    const mean1 = multiplyAdd(keepFirst, v128.load(first, 16), slope1);
    const square0 = multiplyAdd(slope0, slope0, f32x4.mul(keepSecond, v128.load(second)));
    const square1 = multiplyAdd(slope1, slope1, f32x4.mul(keepSecond, v128.load(second, 16)));
    v128.store(first, mean0);
    v128.store(first, mean1, 16);
    v128.store(second, square0);
    v128.store(second, square1, 16);
    const root0 = multiplyAdd(f32x4.sqrt(square0), rootFactor, rootOffset);
    const root1 = multiplyAdd(f32x4.sqrt(square1), rootFactor, rootOffset);
    const next0 = f32x4.sub(f32x4.mul(value0, keepValue), f32x4.div(mean0, root0));
    const next1 = f32x4.sub(f32x4.mul(value1, keepValue), f32x4.div(mean1, root1));
    v128.store(values, next0);
    v128.store(values, next1, 16);
    first += 32;
    second += 32;
    gradient += 32;
  }
}
