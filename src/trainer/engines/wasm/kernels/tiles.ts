// Tiles of dense products: so many sums as keep both multipliers of a core busy, and fit into its registers.
import { multiplyAdd } from "./lanes";

/** Bytes of a row of eight values. */
export const PANEL: usize = 8 * 4;

/**
 * c[4 x 8] = start[4 x 8] + a[4 x depth] b[depth x 8]: as large as fits into fifteen registers. The exit in every step
 * keeps an older V8 from loading more than there is room for.
 */
export function tile(
  a: usize,
  aStride: usize,
  b: usize,
  bEnd: usize,
  start: usize,
  startStride: usize,
  c: usize,
  cStride: usize,
): void {
  let c00 = v128.load(start);
  let c01 = v128.load(start, 16);
  start += startStride;
  let c10 = v128.load(start);
  let c11 = v128.load(start, 16);
  start += startStride;
  let c20 = v128.load(start);
  let c21 = v128.load(start, 16);
  start += startStride;
  let c30 = v128.load(start);
  let c31 = v128.load(start, 16);
  let a1 = a + aStride;
  let a2 = a1 + aStride;
  let a3 = a2 + aStride;
  do {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let value = v128.load32_splat(a);
    c00 = multiplyAdd(value, b0, c00);
    c01 = multiplyAdd(value, b1, c01);
    value = v128.load32_splat(a1);
    c10 = multiplyAdd(value, b0, c10);
    c11 = multiplyAdd(value, b1, c11);
    value = v128.load32_splat(a2);
    c20 = multiplyAdd(value, b0, c20);
    c21 = multiplyAdd(value, b1, c21);
    value = v128.load32_splat(a3);
    c30 = multiplyAdd(value, b0, c30);
    c31 = multiplyAdd(value, b1, c31);
    a += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    b += PANEL;
  } while (b < bEnd);
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += cStride;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += cStride;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += cStride;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}

/** c[4 x 16], the same from two panels `panelStride` apart: for registers of eight values, which are half as many sums. */
export function tileOfTwo(
  a: usize,
  aStride: usize,
  b: usize,
  bEnd: usize,
  panelStride: usize,
  start: usize,
  startStride: usize,
  c: usize,
  cStride: usize,
): void {
  let c00 = v128.load(start);
  let c01 = v128.load(start, 16);
  let c02 = v128.load(start, 32);
  let c03 = v128.load(start, 48);
  start += startStride;
  let c10 = v128.load(start);
  let c11 = v128.load(start, 16);
  let c12 = v128.load(start, 32);
  let c13 = v128.load(start, 48);
  start += startStride;
  let c20 = v128.load(start);
  let c21 = v128.load(start, 16);
  let c22 = v128.load(start, 32);
  let c23 = v128.load(start, 48);
  start += startStride;
  let c30 = v128.load(start);
  let c31 = v128.load(start, 16);
  let c32 = v128.load(start, 32);
  let c33 = v128.load(start, 48);
  let a1 = a + aStride;
  let a2 = a1 + aStride;
  let a3 = a2 + aStride;
  let d = b + panelStride;
  do {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const d0 = v128.load(d);
    const d1 = v128.load(d, 16);
    let value = v128.load32_splat(a);
    c00 = multiplyAdd(value, b0, c00);
    c01 = multiplyAdd(value, b1, c01);
    c02 = multiplyAdd(value, d0, c02);
    c03 = multiplyAdd(value, d1, c03);
    value = v128.load32_splat(a1);
    c10 = multiplyAdd(value, b0, c10);
    c11 = multiplyAdd(value, b1, c11);
    c12 = multiplyAdd(value, d0, c12);
    c13 = multiplyAdd(value, d1, c13);
    value = v128.load32_splat(a2);
    c20 = multiplyAdd(value, b0, c20);
    c21 = multiplyAdd(value, b1, c21);
    c22 = multiplyAdd(value, d0, c22);
    c23 = multiplyAdd(value, d1, c23);
    value = v128.load32_splat(a3);
    c30 = multiplyAdd(value, b0, c30);
    c31 = multiplyAdd(value, b1, c31);
    c32 = multiplyAdd(value, d0, c32);
    c33 = multiplyAdd(value, d1, c33);
    a += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    b += PANEL;
    d += PANEL;
  } while (b < bEnd);
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c, c03, 48);
  c += cStride;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  v128.store(c, c12, 32);
  v128.store(c, c13, 48);
  c += cStride;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  v128.store(c, c22, 32);
  v128.store(c, c23, 48);
  c += cStride;
  v128.store(c, c30);
  v128.store(c, c31, 16);
  v128.store(c, c32, 32);
  v128.store(c, c33, 48);
}
