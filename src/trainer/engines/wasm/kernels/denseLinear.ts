// Gradients of a dense linear layer. Weights lie in panels, columns eight by eight: `[columns / 8][depth][8]`.
import { multiplyAdd } from "./lanes";
import { PANEL } from "./tiles";
import { applyGradient, Optimizer } from "./optimizer";

/** Rows of a panel whose gradient is made before the optimizer takes it: 2 KB, which stay in the first cache. */
const PIECE: usize = 64;
/** Rows of a panel whose gradients are summed at once. */
const TILE_ROWS: usize = WIDE ? 8 : 4;

/**
 * Gradient and update of the weights: input^T times gradient. The work is cut into units, one for every 64 rows of a
 * panel (or what is left of them), panel by panel; this does the units `begin` to `end`. `scratch`: 2 KB.
 */
export function updateDense(
  optimizer: Optimizer,
  rows: usize,
  input: usize,
  inputStride: usize,
  gradient: usize,
  gradientStride: usize,
  weights: usize,
  weightsExtent: usize,
  depth: usize,
  begin: usize,
  end: usize,
  scratch: usize,
  squares: usize,
): void {
  const pieces = (depth + PIECE - 1) / PIECE;
  for (let unit = begin; unit < end; unit++) {
    const panel = unit / pieces;
    const first = (unit % pieces) * PIECE;
    const last = min(first + PIECE, depth);
    for (let k = first; k < last; k += TILE_ROWS) {
      const tile = scratch + (k - first) * PANEL;
      gradientTile(input + k * 4, inputStride, gradient + panel * PANEL, gradientStride, rows, tile);
    }
    const piece = weights + (panel * depth + first) * PANEL;
    applyGradient(optimizer, piece, weightsExtent, scratch, (last - first) * 8, squares);
  }
}

/** Gradient and update of the bias of the columns `begin` to `end` (multiples of eight). `scratch`: 4 bytes a column. */
export function updateBias(
  optimizer: Optimizer,
  rows: usize,
  gradient: usize,
  gradientStride: usize,
  bias: usize,
  biasExtent: usize,
  begin: usize,
  end: usize,
  scratch: usize,
  squares: usize,
): void {
  for (let column = begin; column < end; column += 4) {
    let sum = f32x4.splat(0);
    let at = gradient + column * 4;
    for (const last = at + rows * gradientStride; at < last; at += gradientStride) {
      sum = f32x4.add(sum, v128.load(at));
    }
    v128.store(scratch + (column - begin) * 4, sum);
  }
  applyGradient(optimizer, bias + begin * 4, biasExtent, scratch, end - begin, squares);
}

/** result[4 x 8] = input[rows x 4]^T gradient[rows x 8]; result[8 x 8] of eight columns where it is wide. */
function gradientTile(
  input: usize,
  inputStride: usize,
  gradient: usize,
  gradientStride: usize,
  rows: usize,
  result: usize,
): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  let c60 = c00;
  let c61 = c00;
  let c70 = c00;
  let c71 = c00;
  for (const end = input + rows * inputStride; input < end; input += inputStride) {
    const b0 = v128.load(gradient);
    const b1 = v128.load(gradient, 16);
    let value = v128.load32_splat(input);
    c00 = multiplyAdd(value, b0, c00);
    c01 = multiplyAdd(value, b1, c01);
    value = v128.load32_splat(input, 4);
    c10 = multiplyAdd(value, b0, c10);
    c11 = multiplyAdd(value, b1, c11);
    value = v128.load32_splat(input, 8);
    c20 = multiplyAdd(value, b0, c20);
    c21 = multiplyAdd(value, b1, c21);
    value = v128.load32_splat(input, 12);
    c30 = multiplyAdd(value, b0, c30);
    c31 = multiplyAdd(value, b1, c31);
    if (WIDE) {
      value = v128.load32_splat(input, 16);
      c40 = multiplyAdd(value, b0, c40);
      c41 = multiplyAdd(value, b1, c41);
      value = v128.load32_splat(input, 20);
      c50 = multiplyAdd(value, b0, c50);
      c51 = multiplyAdd(value, b1, c51);
      value = v128.load32_splat(input, 24);
      c60 = multiplyAdd(value, b0, c60);
      c61 = multiplyAdd(value, b1, c61);
      value = v128.load32_splat(input, 28);
      c70 = multiplyAdd(value, b0, c70);
      c71 = multiplyAdd(value, b1, c71);
    }
    gradient += gradientStride;
  }
  v128.store(result, c00);
  v128.store(result, c01, 16);
  v128.store(result, c10, 32);
  v128.store(result, c11, 48);
  v128.store(result, c20, 64);
  v128.store(result, c21, 80);
  v128.store(result, c30, 96);
  v128.store(result, c31, 112);
  if (WIDE) {
    v128.store(result, c40, 128);
    v128.store(result, c41, 144);
    v128.store(result, c50, 160);
    v128.store(result, c51, 176);
    v128.store(result, c60, 192);
    v128.store(result, c61, 208);
    v128.store(result, c70, 224);
    v128.store(result, c71, 240);
  }
}
