// Cross entropy of logits through log-sum-exp, row by row.
import { exponential } from "./exponential";
import { highestLane, sumLanes } from "./lanes";

/** Which lanes of a row's last four belong to it, for 1, 2, 3 and 4 that do. */
const TAIL_LANES: usize = memory.data<i32>([-1, 0, 0, 0, -1, -1, 0, 0, -1, -1, -1, 0, -1, -1, -1, -1], 16);

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
  const tail = v128.load(TAIL_LANES + ((classes - 1) & 3) * 16);
  const lastFour = ((classes - 1) >> 2) * 16;
  for (let row = begin; row < end; row++) {
    const first = logits + row * stride;
    const last = first + lastFour;
    const label = <usize>load<u8>(labels + <usize>load<u32>(order + row * 4)) * 4;
    const slope = gradient + row * stride;
    const highest = highestLogit(first, last, tail);
    const labelLogit = load<f32>(first + label);
    const highestSplat = f32x4.splat(highest);

    let sums = f32x4.splat(0);
    for (let at = first; at < last; at += 16) {
      const power = exponential(f32x4.sub(v128.load(at), highestSplat));
      v128.store(slope + (at - first), power);
      sums = f32x4.add(sums, power);
    }
    const power = v128.and(tail, exponential(f32x4.sub(v128.load(last), highestSplat)));
    v128.store(slope + lastFour, power);
    const sum = sumLanes(f32x4.add(sums, power));
    store<f64>(losses + row * 8, Math.log(<f64>sum) - <f64>(labelLogit - highest));

    const share = f32x4.splat(factor / sum);
    for (let at = slope; at <= slope + lastFour; at += 16) v128.store(at, f32x4.mul(v128.load(at), share));
    store<f32>(slope + label, load<f32>(slope + label) - factor);
  }
}

/** The class with the highest logit, the first of equals, of each of the rows `begin` to `end`. */
export function predict(
  logits: usize,
  stride: usize,
  begin: usize,
  end: usize,
  classes: usize,
  order: usize,
  predictions: usize,
): void {
  for (let row = begin; row < end; row++) {
    const first = logits + row * stride;
    let best: usize = 0;
    for (let k: usize = 1; k < classes; k++) {
      if (load<f32>(first + k * 4) > load<f32>(first + best * 4)) best = k;
    }
    store<u8>(predictions + <usize>load<u32>(order + row * 4), <u8>best);
  }
}

function highestLogit(first: usize, last: usize, tail: v128): f32 {
  let highest = v128.bitselect(v128.load(last), f32x4.splat(f32.NEGATIVE_INFINITY), tail);
  for (let at = first; at < last; at += 16) highest = f32x4.max(highest, v128.load(at));
  return highestLane(highest);
}
