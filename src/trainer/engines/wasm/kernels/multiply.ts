// Dense products of row-major matrices with weights in panels: columns eight by eight, `[columns / 8][depth][8]`.
// Strides are in bytes. Rows are computed four at a time: matrices have room for a multiple of four.
import { multiplyAdd } from "./lanes";

/** Bytes of a row of eight values. */
export const PANEL: usize = 8 * 4;
/** So much of a panel stays in the first cache (16 of 32 KB) while rows pass by. */
const DEPTH_BLOCK: usize = 512;
const ZEROS: usize = memory.data(32, 16);

/**
 * c = bias + a w: `rows` rows of `depth` values times `[depth][panelCount * 8]`. `bias` may be 0 for none.
 */
export function multiply(
  a: usize,
  aStride: usize,
  rows: usize,
  weights: usize,
  depth: usize,
  panelCount: usize,
  bias: usize,
  c: usize,
  cStride: usize,
): void {
  for (let begin: usize = 0; begin < depth; begin += DEPTH_BLOCK) {
    const end = min(begin + DEPTH_BLOCK, depth);
    for (let panel: usize = 0; panel < panelCount; panel++) {
      const b = weights + panel * depth * PANEL;
      const start = begin ? 0 : bias ? bias + panel * PANEL : ZEROS;
      multiplyPanel(
        a + begin * 4,
        aStride,
        rows,
        b + begin * PANEL,
        b + end * PANEL,
        start,
        c + panel * PANEL,
        cStride,
      );
    }
  }
}

/**
 * c = a w^T: `rows` rows of `columns` values times the transpose of `[depth][columns]`; `depth` and `columns` are
 * multiples of eight. `scratch` has room for 512 rows of a panel, 16 KB.
 */
export function multiplyTransposed(
  a: usize,
  aStride: usize,
  rows: usize,
  weights: usize,
  depth: usize,
  columns: usize,
  c: usize,
  cStride: usize,
  scratch: usize,
): void {
  for (let begin: usize = 0; begin < columns; begin += DEPTH_BLOCK) {
    const end = min(begin + DEPTH_BLOCK, columns);
    for (let k: usize = 0; k < depth; k += 8) {
      const scratchEnd = transposePanel(weights + (begin * depth + k * 8) * 4, depth * PANEL, end - begin, scratch);
      multiplyPanel(a + begin * 4, aStride, rows, scratch, scratchEnd, begin ? 0 : ZEROS, c + k * 4, cStride);
    }
  }
}

/** Eight columns of c. They begin as the eight values at `start`, or as they are when it is 0. */
function multiplyPanel(
  a: usize,
  aStride: usize,
  rows: usize,
  b: usize,
  bEnd: usize,
  start: usize,
  c: usize,
  cStride: usize,
): void {
  const startStride: usize = start ? 0 : cStride;
  for (let row: usize = 0; row < rows; row += 4) {
    tile(a, aStride, b, bEnd, start ? start : c, startStride, c, cStride);
    a += 4 * aStride;
    c += 4 * cStride;
  }
}

/**
 * c[4 x 8] = start[4 x 8] + a[4 x depth] b[depth x 8]: as large as fits into fifteen registers. Four rows of eight sums
 * keep both multipliers of a core busy; the exit in every step keeps an older V8 from loading more than there is room for.
 */
function tile(
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

/** Eight rows of panelled weights `[8][columns]` as the panel `[columns][8]`; returns the end of it. */
function transposePanel(weights: usize, panelStride: usize, columns: usize, panel: usize): usize {
  for (const end = panel + columns * PANEL; panel < end; panel += 8 * PANEL) {
    transposeBlock(weights, panel);
    transposeBlock(weights + 16, panel + 4 * PANEL);
    transposeBlock(weights + 4 * PANEL, panel + 16);
    transposeBlock(weights + 4 * PANEL + 16, panel + 4 * PANEL + 16);
    weights += panelStride;
  }
  return panel;
}

/** Four by four values; rows are a panel's width apart on both sides. */
function transposeBlock(from: usize, to: usize): void {
  const row0 = v128.load(from);
  const row1 = v128.load(from, PANEL);
  const row2 = v128.load(from, 2 * PANEL);
  const row3 = v128.load(from, 3 * PANEL);
  const low01 = v128.shuffle<f32>(row0, row1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(row0, row1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(row2, row3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(row2, row3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), PANEL);
  v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 2 * PANEL);
  v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 3 * PANEL);
}
