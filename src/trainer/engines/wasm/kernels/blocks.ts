// Rows of 32 values: as many sums as fit into eight registers, with room for what goes into them.
import { multiplyAdd } from "./lanes";

/** Bytes of a row of 32 values. */
export const BLOCK: usize = 32 * 4;
const BLOCK_SHIFT: usize = 7;

/** Kept in memory: V8 would build a constant anew in every turn of a loop. */
const VALUE_BITS: usize = memory.data<u32>([0xffff0000, 0xffff0000, 0xffff0000, 0xffff0000], 16);

/**
 * result[list] = base + scale * (sum over the list's entries of value * table[index]), all of 32 values, for `count`
 * lists. Most of the time of a training is spent in this loop and in the optimizer's.
 */
export function gather(
  begins: usize,
  ends: usize,
  count: usize,
  table: usize,
  base: usize,
  scale: f32,
  result: usize,
  resultStride: usize,
): void {
  const valueBits = v128.load(VALUE_BITS);
  const factor = f32x4.splat(scale);
  for (let list: usize = 0; list < count; list++) {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let s4 = s0;
    let s5 = s0;
    let s6 = s0;
    let s7 = s0;
    const end = <usize>load<u32>(ends + list * 4);
    for (let entry = <usize>load<u32>(begins + list * 4); entry < end; entry += 4) {
      const value = v128.and(valueBits, v128.load32_splat(entry));
      const row = table + ((<usize>load<u16>(entry)) << BLOCK_SHIFT);
      s0 = multiplyAdd(value, v128.load(row), s0);
      s1 = multiplyAdd(value, v128.load(row, 16), s1);
      s2 = multiplyAdd(value, v128.load(row, 32), s2);
      s3 = multiplyAdd(value, v128.load(row, 48), s3);
      s4 = multiplyAdd(value, v128.load(row, 64), s4);
      s5 = multiplyAdd(value, v128.load(row, 80), s5);
      s6 = multiplyAdd(value, v128.load(row, 96), s6);
      s7 = multiplyAdd(value, v128.load(row, 112), s7);
    }
    v128.store(result, multiplyAdd(s0, factor, v128.load(base)));
    v128.store(result, multiplyAdd(s1, factor, v128.load(base, 16)), 16);
    v128.store(result, multiplyAdd(s2, factor, v128.load(base, 32)), 32);
    v128.store(result, multiplyAdd(s3, factor, v128.load(base, 48)), 48);
    v128.store(result, multiplyAdd(s4, factor, v128.load(base, 64)), 64);
    v128.store(result, multiplyAdd(s5, factor, v128.load(base, 80)), 80);
    v128.store(result, multiplyAdd(s6, factor, v128.load(base, 96)), 96);
    v128.store(result, multiplyAdd(s7, factor, v128.load(base, 112)), 112);
    result += resultStride;
  }
}

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
