// Four float32 values at a time.

/** a * b + c, rounded once where the runtime has relaxed SIMD and twice where it has not. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The sum of the four lanes. */
export function sumLanes(a: v128): f32 {
  const pairs = f32x4.add(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** The highest of the four lanes. */
export function highestLane(a: v128): f32 {
  const pairs = f32x4.max(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
  return max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}

/** Which lanes of a row's last four belong to it, for 1, 2, 3 and 4 that do. */
const TAIL_LANES: usize = memory.data<i32>([-1, 0, 0, 0, -1, -1, 0, 0, -1, -1, -1, 0, -1, -1, -1, -1], 16);

/** The mask of the last four of `count` values. */
export function tailLanes(count: usize): v128 {
  return v128.load(TAIL_LANES + ((count - 1) & 3) * 16);
}

/** From the first of `count` values to the last four of them, in bytes. */
export function lastFour(count: usize): usize {
  return ((count - 1) >> 2) * 16;
}
