// Rows of 32 values: as many sums as fit into eight registers, with room for what goes into them.
import { multiplyAdd } from "./lanes";

/** Bytes of a row of 32 values. */
export const BLOCK: usize = 32 * 4;

/** sums += each of `count` rows of 32 values. */
export function addBlocks(values: usize, stride: usize, count: usize, sums: usize): void {
  let s0 = v128.load(sums);
  let s1 = v128.load(sums, 16);
  let s2 = v128.load(sums, 32);
  let s3 = v128.load(sums, 48);
  let s4 = v128.load(sums, 64);
  let s5 = v128.load(sums, 80);
  let s6 = v128.load(sums, 96);
  let s7 = v128.load(sums, 112);
  for (const end = values + count * stride; values < end; values += stride) {
    s0 = f32x4.add(s0, v128.load(values));
    s1 = f32x4.add(s1, v128.load(values, 16));
    s2 = f32x4.add(s2, v128.load(values, 32));
    s3 = f32x4.add(s3, v128.load(values, 48));
    s4 = f32x4.add(s4, v128.load(values, 64));
    s5 = f32x4.add(s5, v128.load(values, 80));
    s6 = f32x4.add(s6, v128.load(values, 96));
    s7 = f32x4.add(s7, v128.load(values, 112));
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  v128.store(sums, s4, 64);
  v128.store(sums, s5, 80);
  v128.store(sums, s6, 96);
  v128.store(sums, s7, 112);
}

/** result = a + factor * b, of 32 values. */
export function addScaledBlock(a: usize, b: usize, factor: f32, result: usize): void {
  for (let at: usize = 0; at < BLOCK; at += 16) {
    v128.store(result + at, multiplyAdd(v128.load(b + at), f32x4.splat(factor), v128.load(a + at)));
  }
}
