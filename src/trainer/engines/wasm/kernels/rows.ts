// Sums over one row: the values from `first` up to the four at `last`, of which only those in `tail` belong to it.
import { highestLane, sumLanes } from "./lanes";

export function highestOfRow(first: usize, last: usize, tail: v128): f32 {
  let highest = v128.bitselect(v128.load(last), f32x4.splat(f32.NEGATIVE_INFINITY), tail);
  for (let at = first; at < last; at += 16) highest = f32x4.max(highest, v128.load(at));
  return highestLane(highest);
}

export function sumOfRow(first: usize, last: usize, tail: v128): f32 {
  let sum = v128.and(tail, v128.load(last));
  for (let at = first; at < last; at += 16) sum = f32x4.add(sum, v128.load(at));
  return sumLanes(sum);
}
