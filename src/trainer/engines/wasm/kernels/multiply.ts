// Dense products of row-major matrices with weights in panels: columns eight by eight, `[columns / 8][depth][8]`.
// Strides are in bytes. Rows are computed four at a time: matrices have room for a multiple of four.
import { PANEL, tile, tileOfTwo } from "./tiles";

/** Panels that are multiplied at once. */
const PANELS: usize = WIDE ? 2 : 1;
/** So much of them stays in the first cache (16 of 32 KB) while rows pass by. */
const DEPTH_BLOCK: usize = 512 / PANELS;
const ZEROS: usize = memory.data(64, 16);

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
    for (let panel: usize = 0; panel < panelCount; panel += PANELS) {
      multiplyPanels(
        a + begin * 4,
        aStride,
        rows,
        weights + (panel * depth + begin) * PANEL,
        (end - begin) * PANEL,
        depth * PANEL,
        panelCount - panel,
        begin ? 0 : bias ? bias + panel * PANEL : ZEROS,
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
    const panelBytes = (end - begin) * PANEL;
    for (let k: usize = 0; k < depth; k += 8 * PANELS) {
      const count = min(PANELS, (depth - k) / 8);
      for (let panel: usize = 0; panel < count; panel++) {
        const rowsOfPanel = weights + (begin * depth + (k + panel * 8) * 8) * 4;
        transposePanel(rowsOfPanel, depth * PANEL, end - begin, scratch + panel * panelBytes);
      }
      multiplyPanels(
        a + begin * 4,
        aStride,
        rows,
        scratch,
        panelBytes,
        panelBytes,
        count,
        begin ? 0 : ZEROS,
        c + k * 4,
        cStride,
      );
    }
  }
}

/**
 * Eight columns of c, or sixteen from two panels where there are two and they are multiplied at once. They begin as the
 * values at `start`, or as they are when it is 0.
 */
function multiplyPanels(
  a: usize,
  aStride: usize,
  rows: usize,
  b: usize,
  bBytes: usize,
  panelStride: usize,
  panelCount: usize,
  start: usize,
  c: usize,
  cStride: usize,
): void {
  const startStride: usize = start ? 0 : cStride;
  for (let row: usize = 0; row < rows; row += 4) {
    const from = start ? start : c;
    if (WIDE && panelCount > 1) {
      tileOfTwo(a, aStride, b, b + bBytes, panelStride, from, startStride, c, cStride);
    } else {
      tile(a, aStride, b, b + bBytes, from, startStride, c, cStride);
    }
    a += 4 * aStride;
    c += 4 * cStride;
  }
}

/** Eight rows of panelled weights `[8][columns]` as the panel `[columns][8]`. */
function transposePanel(weights: usize, panelStride: usize, columns: usize, panel: usize): void {
  for (const end = panel + columns * PANEL; panel < end; panel += 8 * PANEL) {
    transposeBlock(weights, panel);
    transposeBlock(weights + 16, panel + 4 * PANEL);
    transposeBlock(weights + 4 * PANEL, panel + 16);
    transposeBlock(weights + 4 * PANEL + 16, panel + 4 * PANEL + 16);
    weights += panelStride;
  }
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
