// A linear layer on images that are mostly background: x = background + scale * s with sparse s, so
//   y = b + background * (column sums of w) + scale * s w,   dw = background * (column sums of dy) + scale * s^T dy:
// the dense results but for rounding, at the cost of what is not background. Weights: `[columns / 32][inputs][32]`.
import { addBlocks, addScaledBlock, BLOCK } from "./blocks";
import { gather } from "./gather";
import { applyGradient, Optimizer } from "./optimizer";

/** Inputs whose gradient is made before the optimizer takes it: 2 KB, which stay in the first cache. */
const PIECE: usize = 16;
const ZEROS: usize = memory.data(128, 16);

/**
 * The columns of the blocks `beginBlock` to `endBlock` for the rows `beginRow` to `endRow`, whose entries have been
 * opened. `bias` may be 0 for none. `scratch`: 128 bytes.
 */
export function multiplySparse(
  beginRow: usize,
  endRow: usize,
  rowBegins: usize,
  rowEnds: usize,
  weights: usize,
  inputs: usize,
  weightSums: usize,
  bias: usize,
  background: f32,
  scale: f32,
  beginBlock: usize,
  endBlock: usize,
  output: usize,
  outputStride: usize,
  scratch: usize,
): void {
  for (let block = beginBlock; block < endBlock; block++) {
    addScaledBlock(bias ? bias + block * BLOCK : ZEROS, weightSums + block * BLOCK, background, scratch);
    gather(
      rowBegins + beginRow * 4,
      rowEnds + beginRow * 4,
      endRow - beginRow,
      weights + block * inputs * BLOCK,
      scratch,
      scale,
      output + beginRow * outputStride + block * BLOCK,
      outputStride,
    );
  }
}

/** The sums over all inputs, for the blocks `beginBlock` to `endBlock`. */
export function sumWeights(weights: usize, inputs: usize, beginBlock: usize, endBlock: usize, weightSums: usize): void {
  for (let block = beginBlock; block < endBlock; block++) {
    memory.fill(weightSums + block * BLOCK, 0, BLOCK);
    addBlocks(weights + block * inputs * BLOCK, BLOCK, inputs, weightSums + block * BLOCK);
  }
}

/**
 * Gradients and update of weights and bias of the blocks `beginBlock` to `endBlock`; renews the weights' sums.
 * `scratch`: 2.25 KB and 128 bytes for each row.
 */
export function updateSparse(
  optimizer: Optimizer,
  rows: usize,
  listBegins: usize,
  listEnds: usize,
  weights: usize,
  weightsExtent: usize,
  inputs: usize,
  weightSums: usize,
  bias: usize,
  biasExtent: usize,
  background: f32,
  scale: f32,
  beginBlock: usize,
  endBlock: usize,
  gradient: usize,
  gradientStride: usize,
  scratch: usize,
  weightSquares: usize,
  biasSquares: usize,
): void {
  const rowSums = scratch + PIECE * BLOCK;
  const base = rowSums + BLOCK;
  const packed = base + BLOCK;
  for (let block = beginBlock; block < endBlock; block++) {
    packBlock(gradient + block * BLOCK, gradientStride, rows, packed);
    memory.fill(rowSums, 0, BLOCK);
    addBlocks(packed, BLOCK, rows, rowSums);
    addScaledBlock(ZEROS, rowSums, background, base);
    if (bias) applyGradient(optimizer, bias + block * BLOCK, biasExtent, rowSums, 32, biasSquares);

    const sums = weightSums + block * BLOCK;
    memory.fill(sums, 0, BLOCK);
    let piece = weights + block * inputs * BLOCK;
    for (let first: usize = 0; first < inputs; first += PIECE) {
      const count = min(PIECE, inputs - first);
      gather(listBegins + first * 4, listEnds + first * 4, count, packed, base, scale, scratch, BLOCK);
      applyGradient(optimizer, piece, weightsExtent, scratch, count * 32, weightSquares);
      addBlocks(piece, BLOCK, count, sums);
      piece += count * BLOCK;
    }
  }
}

/** Brings the rows of a block together, where they fill few cache lines and a shift finds them. */
function packBlock(values: usize, stride: usize, rows: usize, packed: usize): void {
  for (const end = packed + rows * BLOCK; packed < end; packed += BLOCK) {
    for (let at: usize = 0; at < BLOCK; at += 16) v128.store(packed + at, v128.load(values + at));
    values += stride;
  }
}
