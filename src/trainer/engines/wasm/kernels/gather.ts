// Sums of few rows of a table, each times a value: what a product with a sparse matrix is made of.
import { BLOCK } from "./blocks";
import { multiplyAdd } from "./lanes";

const BLOCK_SHIFT: usize = 7;

/** Kept in memory: V8 would build a constant anew in every turn of a loop. */
const VALUE_BITS: usize = memory.data<u32>([0xffff0000, 0xffff0000, 0xffff0000, 0xffff0000], 16);

/**
 * result[list] = base + scale * (sum over the list's entries of value * table[index]), all of 32 values, for `count`
 * lists. Most of the time of a training is spent in this loop and in the optimizer's. Sums are made in the order of the
 * entries, whatever the registers: results are the same to the bit.
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
  if (WIDE) {
    const even = count & ~1;
    gatherTwo(begins, ends, even, table, base, scale, result, resultStride);
    begins += even * 4;
    ends += even * 4;
    result += even * resultStride;
    count -= even;
  }
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
    let entry = <usize>load<u32>(begins + list * 4);
    const end = <usize>load<u32>(ends + list * 4);
    for (; entry < end; entry += 4) {
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
    s0 = multiplyAdd(s0, factor, v128.load(base));
    s1 = multiplyAdd(s1, factor, v128.load(base, 16));
    v128.store(result, s0);
    v128.store(result, s1, 16);
    s2 = multiplyAdd(s2, factor, v128.load(base, 32));
    s3 = multiplyAdd(s3, factor, v128.load(base, 48));
    v128.store(result, s2, 32);
    v128.store(result, s3, 48);
    s4 = multiplyAdd(s4, factor, v128.load(base, 64));
    s5 = multiplyAdd(s5, factor, v128.load(base, 80));
    v128.store(result, s4, 64);
    v128.store(result, s5, 80);
    s6 = multiplyAdd(s6, factor, v128.load(base, 96));
    s7 = multiplyAdd(s7, factor, v128.load(base, 112));
    v128.store(result, s6, 96);
    v128.store(result, s7, 112);
    result += resultStride;
  }
}

/** Two lists at once: the sums of one alone would take half of the wide registers, and each wait for the one before it. */
function gatherTwo(
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
  for (let list: usize = 0; list < count; list += 2) {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let s4 = s0;
    let s5 = s0;
    let s6 = s0;
    let s7 = s0;
    let t0 = s0;
    let t1 = s0;
    let t2 = s0;
    let t3 = s0;
    let t4 = s0;
    let t5 = s0;
    let t6 = s0;
    let t7 = s0;
    let first = <usize>load<u32>(begins + list * 4);
    let second = <usize>load<u32>(begins + list * 4, 4);
    const firstEnd = <usize>load<u32>(ends + list * 4);
    const secondEnd = <usize>load<u32>(ends + list * 4, 4);
    for (const end = first + min(firstEnd - first, secondEnd - second); first < end; first += 4) {
      let value = v128.and(valueBits, v128.load32_splat(first));
      let row = table + ((<usize>load<u16>(first)) << BLOCK_SHIFT);
      s0 = multiplyAdd(value, v128.load(row), s0);
      s1 = multiplyAdd(value, v128.load(row, 16), s1);
      s2 = multiplyAdd(value, v128.load(row, 32), s2);
      s3 = multiplyAdd(value, v128.load(row, 48), s3);
      s4 = multiplyAdd(value, v128.load(row, 64), s4);
      s5 = multiplyAdd(value, v128.load(row, 80), s5);
      s6 = multiplyAdd(value, v128.load(row, 96), s6);
      s7 = multiplyAdd(value, v128.load(row, 112), s7);
      value = v128.and(valueBits, v128.load32_splat(second));
      row = table + ((<usize>load<u16>(second)) << BLOCK_SHIFT);
      t0 = multiplyAdd(value, v128.load(row), t0);
      t1 = multiplyAdd(value, v128.load(row, 16), t1);
      t2 = multiplyAdd(value, v128.load(row, 32), t2);
      t3 = multiplyAdd(value, v128.load(row, 48), t3);
      t4 = multiplyAdd(value, v128.load(row, 64), t4);
      t5 = multiplyAdd(value, v128.load(row, 80), t5);
      t6 = multiplyAdd(value, v128.load(row, 96), t6);
      t7 = multiplyAdd(value, v128.load(row, 112), t7);
      second += 4;
    }
    for (; first < firstEnd; first += 4) {
      const value = v128.and(valueBits, v128.load32_splat(first));
      const row = table + ((<usize>load<u16>(first)) << BLOCK_SHIFT);
      s0 = multiplyAdd(value, v128.load(row), s0);
      s1 = multiplyAdd(value, v128.load(row, 16), s1);
      s2 = multiplyAdd(value, v128.load(row, 32), s2);
      s3 = multiplyAdd(value, v128.load(row, 48), s3);
      s4 = multiplyAdd(value, v128.load(row, 64), s4);
      s5 = multiplyAdd(value, v128.load(row, 80), s5);
      s6 = multiplyAdd(value, v128.load(row, 96), s6);
      s7 = multiplyAdd(value, v128.load(row, 112), s7);
    }
    for (; second < secondEnd; second += 4) {
      const value = v128.and(valueBits, v128.load32_splat(second));
      const row = table + ((<usize>load<u16>(second)) << BLOCK_SHIFT);
      t0 = multiplyAdd(value, v128.load(row), t0);
      t1 = multiplyAdd(value, v128.load(row, 16), t1);
      t2 = multiplyAdd(value, v128.load(row, 32), t2);
      t3 = multiplyAdd(value, v128.load(row, 48), t3);
      t4 = multiplyAdd(value, v128.load(row, 64), t4);
      t5 = multiplyAdd(value, v128.load(row, 80), t5);
      t6 = multiplyAdd(value, v128.load(row, 96), t6);
      t7 = multiplyAdd(value, v128.load(row, 112), t7);
    }
    s0 = multiplyAdd(s0, factor, v128.load(base));
    s1 = multiplyAdd(s1, factor, v128.load(base, 16));
    v128.store(result, s0);
    v128.store(result, s1, 16);
    s2 = multiplyAdd(s2, factor, v128.load(base, 32));
    s3 = multiplyAdd(s3, factor, v128.load(base, 48));
    v128.store(result, s2, 32);
    v128.store(result, s3, 48);
    s4 = multiplyAdd(s4, factor, v128.load(base, 64));
    s5 = multiplyAdd(s5, factor, v128.load(base, 80));
    v128.store(result, s4, 64);
    v128.store(result, s5, 80);
    s6 = multiplyAdd(s6, factor, v128.load(base, 96));
    s7 = multiplyAdd(s7, factor, v128.load(base, 112));
    v128.store(result, s6, 96);
    v128.store(result, s7, 112);
    result += resultStride;
    t0 = multiplyAdd(t0, factor, v128.load(base));
    t1 = multiplyAdd(t1, factor, v128.load(base, 16));
    v128.store(result, t0);
    v128.store(result, t1, 16);
    t2 = multiplyAdd(t2, factor, v128.load(base, 32));
    t3 = multiplyAdd(t3, factor, v128.load(base, 48));
    v128.store(result, t2, 32);
    v128.store(result, t3, 48);
    t4 = multiplyAdd(t4, factor, v128.load(base, 64));
    t5 = multiplyAdd(t5, factor, v128.load(base, 80));
    v128.store(result, t4, 64);
    v128.store(result, t5, 80);
    t6 = multiplyAdd(t6, factor, v128.load(base, 96));
    t7 = multiplyAdd(t7, factor, v128.load(base, 112));
    v128.store(result, t6, 96);
    v128.store(result, t7, 112);
    result += resultStride;
  }
}
