// Cross entropy of logits through log-sum-exp, row by row.
import { exponential } from "./exponential";
import { lastFour, sumLanes, tailLanes } from "./lanes";
import { highestOfRow } from "./rows";

/**
 * The loss of each of the rows `begin` to `end`, whose labels `order` names. Writes the gradient of `factor` times
 * their sum by the logits.
 */
export function crossEntropy(
  logits: usize,
  stride: usize,
  begin: usize,
  end: usize,
  classes: usize,
  order: usize,
  labels: usize,
  factor: f32,
  losses: usize,
  gradient: usize,
): void {
  const tail = tailLanes(classes);
  const toLast = lastFour(classes);
  for (let row = begin; row < end; row++) {
    const first = logits + row * stride;
    const last = first + toLast;
    const label = <usize>load<u8>(labels + <usize>load<u32>(order + row * 4)) * 4;
    const slope = gradient + row * stride;
    const highest = highestOfRow(first, last, tail);
    const labelLogit = load<f32>(first + label);
    const highestSplat = f32x4.splat(highest);

    let sums = f32x4.splat(0);
    for (let at = first; at < last; at += 16) {
      const power = exponential(f32x4.sub(v128.load(at), highestSplat));
      v128.store(slope + (at - first), power);
      sums = f32x4.add(sums, power);
    }
    const power = v128.and(tail, exponential(f32x4.sub(v128.load(last), highestSplat)));
    v128.store(slope + toLast, power);
    const sum = sumLanes(f32x4.add(sums, power));
    store<f64>(losses + row * 8, Math.log(<f64>sum) - <f64>(labelLogit - highest));

    const share = f32x4.splat(factor / sum);
    for (let at = slope; at <= slope + toLast; at += 16) v128.store(at, f32x4.mul(v128.load(at), share));
    store<f32>(slope + label, load<f32>(slope + label) - factor);
  }
}
