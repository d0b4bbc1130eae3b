// Layer normalization over the columns of each row: y = z * weight + bias, z = (x - mean) / deviation.
// `weight` and `bias` may be 0 for none. `statistics` keeps two float32 a row: mean, and 1 / deviation.
import { lastFour, multiplyAdd, sumLanes, tailLanes } from "./lanes";
import { applyGradient, Optimizer } from "./optimizer";
import { sumOfRow } from "./rows";

export function layerNorm(
  input: usize,
  output: usize,
  stride: usize,
  begin: usize,
  end: usize,
  columns: usize,
  eps: f32,
  weight: usize,
  bias: usize,
  statistics: usize,
): void {
  const tail = tailLanes(columns);
  const toLast = lastFour(columns);
  for (let row = begin; row < end; row++) {
    const x = input + row * stride;
    const y = output + row * stride;
    const mean = sumOfRow(x, x + toLast, tail) / <f32>columns;
    const squares = squaredDistances(x, toLast, tail, mean);
    const inverse: f32 = 1 / sqrt(squares / <f32>columns + eps);
    store<f32>(statistics + row * 8, mean);
    store<f32>(statistics + row * 8, inverse, 4);
    for (let at: usize = 0; at <= toLast; at += 16) {
      const z = f32x4.mul(f32x4.sub(v128.load(x + at), f32x4.splat(mean)), f32x4.splat(inverse));
      const scaled = weight ? f32x4.mul(z, v128.load(weight + at)) : z;
      v128.store(y + at, bias ? f32x4.add(scaled, v128.load(bias + at)) : scaled);
    }
    v128.store(y + toLast, v128.and(tail, v128.load(y + toLast)));
  }
}

export function layerNormBackward(
  input: usize,
  outputGradient: usize,
  inputGradient: usize,
  stride: usize,
  begin: usize,
  end: usize,
  columns: usize,
  weight: usize,
  statistics: usize,
): void {
  const tail = tailLanes(columns);
  const toLast = lastFour(columns);
  for (let row = begin; row < end; row++) {
    const x = input + row * stride;
    const dy = outputGradient + row * stride;
    const dx = inputGradient + row * stride;
    const mean = f32x4.splat(load<f32>(statistics + row * 8));
    const inverse = f32x4.splat(load<f32>(statistics + row * 8, 4));
    let slopes = f32x4.splat(0);
    let products = f32x4.splat(0);
    for (let at: usize = 0; at <= toLast; at += 16) {
      const z = f32x4.mul(f32x4.sub(v128.load(x + at), mean), inverse);
      const slope = weight ? f32x4.mul(v128.load(dy + at), v128.load(weight + at)) : v128.load(dy + at);
      slopes = f32x4.add(slopes, slope); // columns beyond the row's own have no gradient
      products = multiplyAdd(slope, z, products);
    }
    const meanSlope = f32x4.splat(sumLanes(slopes) / <f32>columns);
    const meanProduct = f32x4.splat(sumLanes(products) / <f32>columns);
    for (let at: usize = 0; at <= toLast; at += 16) {
      const z = f32x4.mul(f32x4.sub(v128.load(x + at), mean), inverse);
      const slope = weight ? f32x4.mul(v128.load(dy + at), v128.load(weight + at)) : v128.load(dy + at);
      const centered = f32x4.sub(f32x4.sub(slope, meanSlope), f32x4.mul(z, meanProduct));
      v128.store(dx + at, f32x4.mul(centered, inverse));
    }
    v128.store(dx + toLast, v128.and(tail, v128.load(dx + toLast)));
  }
}

/** Gradients and update of `weight` and `bias` of the columns `begin` to `end`, multiples of eight. */
export function updateLayerNorm(
  optimizer: Optimizer,
  rows: usize,
  input: usize,
  outputGradient: usize,
  stride: usize,
  begin: usize,
  end: usize,
  statistics: usize,
  weight: usize,
  weightExtent: usize,
  weightSquares: usize,
  bias: usize,
  biasExtent: usize,
  biasSquares: usize,
  scratch: usize,
): void {
  const count = end - begin;
  const biasGradient = scratch + count * 4;
  for (let column = begin; column < end; column += 4) {
    let products = f32x4.splat(0);
    let sums = f32x4.splat(0);
    for (let row: usize = 0; row < rows; row++) {
      const at = row * stride + column * 4;
      const mean = v128.load32_splat(statistics + row * 8);
      const inverse = v128.load32_splat(statistics + row * 8, 4);
      const z = f32x4.mul(f32x4.sub(v128.load(input + at), mean), inverse);
      const slope = v128.load(outputGradient + at);
      products = multiplyAdd(slope, z, products);
      sums = f32x4.add(sums, slope);
    }
    v128.store(scratch + (column - begin) * 4, products);
    v128.store(biasGradient + (column - begin) * 4, sums);
  }
  if (weight) applyGradient(optimizer, weight + begin * 4, weightExtent, scratch, count, weightSquares);
  if (bias) applyGradient(optimizer, bias + begin * 4, biasExtent, biasGradient, count, biasSquares);
}

function squaredDistances(x: usize, toLast: usize, tail: v128, mean: f32): f32 {
  const center = f32x4.splat(mean);
  let sums = f32x4.splat(0);
  for (let at: usize = 0; at <= toLast; at += 16) {
    const distance = f32x4.sub(v128.load(x + at), center);
    const own = at == toLast ? v128.and(tail, distance) : distance;
    sums = multiplyAdd(own, own, sums);
  }
  return sumLanes(sums);
}
