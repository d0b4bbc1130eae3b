// Batch normalization of columns, four at a time: y = z * weight + bias, z = (x - mean) / deviation. `weight` and `bias`
// may be 0 for none. `means` and `inverses` hold a mean and 1 / deviation for each column.
import { multiplyAdd } from "./lanes";

/** Mean and variance over the rows of the columns `begin` to `end`; the variance divides by the number of rows. */
export function batchStatistics(
  input: usize,
  stride: usize,
  rows: usize,
  begin: usize,
  end: usize,
  means: usize,
  variances: usize,
): void {
  const count = f32x4.splat(<f32>rows);
  for (let column = begin; column < end; column += 4) {
    const first = input + column * 4;
    let sum = f32x4.splat(0);
    for (let row: usize = 0; row < rows; row++) sum = f32x4.add(sum, v128.load(first + row * stride));
    const mean = f32x4.div(sum, count);
    let squares = f32x4.splat(0);
    for (let row: usize = 0; row < rows; row++) {
      const distance = f32x4.sub(v128.load(first + row * stride), mean);
      squares = multiplyAdd(distance, distance, squares);
    }
    v128.store(means + column * 4, mean);
    v128.store(variances + column * 4, f32x4.div(squares, count));
  }
}

/** running = (1 - share) * running + share * factor * fresh, for the columns `begin` to `end`. */
export function trackStatistics(running: usize, fresh: usize, share: f32, factor: f32, begin: usize, end: usize): void {
  const keep = f32x4.splat(1 - share);
  const add = f32x4.splat(share * factor);
  for (let column = begin; column < end; column += 4) {
    const kept = f32x4.mul(keep, v128.load(running + column * 4));
    v128.store(running + column * 4, multiplyAdd(add, v128.load(fresh + column * 4), kept));
  }
}

/** 1 / sqrt(variance + eps) of the columns `begin` to `end`. */
export function invertDeviations(variances: usize, eps: f32, begin: usize, end: usize, inverses: usize): void {
  for (let column = begin; column < end; column += 4) {
    const deviation = f32x4.sqrt(f32x4.add(v128.load(variances + column * 4), f32x4.splat(eps)));
    v128.store(inverses + column * 4, f32x4.div(f32x4.splat(1), deviation));
  }
}

/** The columns `begin` to `end` of the rows `beginRow` to `endRow`. */
export function normalizeColumns(
  input: usize,
  output: usize,
  stride: usize,
  beginRow: usize,
  endRow: usize,
  begin: usize,
  end: usize,
  means: usize,
  inverses: usize,
  weight: usize,
  bias: usize,
): void {
  for (let column = begin; column < end; column += 4) {
    const mean = v128.load(means + column * 4);
    const inverse = v128.load(inverses + column * 4);
    const scale = weight ? v128.load(weight + column * 4) : f32x4.splat(1);
    const shift = bias ? v128.load(bias + column * 4) : f32x4.splat(0);
    for (let row = beginRow; row < endRow; row++) {
      const at = row * stride + column * 4;
      const z = f32x4.mul(f32x4.sub(v128.load(input + at), mean), inverse);
      v128.store(output + at, multiplyAdd(z, scale, shift));
    }
  }
}

/**
 * The gradients of the columns `begin` to `end`: by the input, and into `weightGradient` and `biasGradient` those by
 * weight and bias.
 */
export function batchNormBackward(
  input: usize,
  outputGradient: usize,
  inputGradient: usize,
  stride: usize,
  rows: usize,
  begin: usize,
  end: usize,
  means: usize,
  inverses: usize,
  weight: usize,
  weightGradient: usize,
  biasGradient: usize,
): void {
  const count = f32x4.splat(<f32>rows);
  for (let column = begin; column < end; column += 4) {
    const mean = v128.load(means + column * 4);
    const inverse = v128.load(inverses + column * 4);
    let slopes = f32x4.splat(0);
    let products = f32x4.splat(0);
    for (let row: usize = 0; row < rows; row++) {
      const at = row * stride + column * 4;
      const z = f32x4.mul(f32x4.sub(v128.load(input + at), mean), inverse);
      const slope = v128.load(outputGradient + at);
      slopes = f32x4.add(slopes, slope);
      products = multiplyAdd(slope, z, products);
    }
    v128.store(weightGradient + column * 4, products);
    v128.store(biasGradient + column * 4, slopes);
    const meanSlope = f32x4.div(slopes, count);
    const meanProduct = f32x4.div(products, count);
    const factor = weight ? f32x4.mul(inverse, v128.load(weight + column * 4)) : inverse;
    for (let row: usize = 0; row < rows; row++) {
      const at = row * stride + column * 4;
      const z = f32x4.mul(f32x4.sub(v128.load(input + at), mean), inverse);
      const centered = f32x4.sub(f32x4.sub(v128.load(outputGradient + at), meanSlope), f32x4.mul(z, meanProduct));
      v128.store(inputGradient + at, f32x4.mul(centered, factor));
    }
  }
}
