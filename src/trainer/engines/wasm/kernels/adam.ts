import { multiplyAdd } from "./lanes";
import { Optimizer } from "./optimizer";

/**
 * Adam and AdamW with moments that are sums instead of means, m' = m / (1 - beta1) and v' = v / (1 - beta2), which saves
 * two multiplications: `rootFactor` and `rootOffset` hold what that and the bias corrections make of sqrt(v) and eps.
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
  for (const end = values + count * 4; values < end; values += 16) {
    const value = v128.load(values);
    const slope = multiplyAdd(value, decay, v128.load(gradient));
    const mean = multiplyAdd(keepFirst, v128.load(first), slope);
    const square = multiplyAdd(slope, slope, f32x4.mul(keepSecond, v128.load(second)));
    v128.store(first, mean);
    v128.store(second, square);
    const root = multiplyAdd(f32x4.sqrt(square), rootFactor, rootOffset);
    v128.store(values, f32x4.sub(f32x4.mul(value, keepValue), f32x4.div(mean, root)));
    first += 16;
    second += 16;
    gradient += 16;
  }
}
