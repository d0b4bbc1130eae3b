// Softmax and its logarithm over the columns of each row.
import { exponential } from "./exponential";
import { lastFour, multiplyAdd, sumLanes, tailLanes } from "./lanes";
import { highestOfRow, sumOfRow } from "./rows";

export function softmax(isLog: bool, input: usize, output: usize, stride: usize, rows: usize, columns: usize): void {
  const tail = tailLanes(columns);
  const toLast = lastFour(columns);
  for (let row: usize = 0; row < rows; row++) {
    const highest = f32x4.splat(highestOfRow(input, input + toLast, tail));
    let sums = f32x4.splat(0);
    for (let at: usize = 0; at <= toLast; at += 16) {
      const above = f32x4.sub(v128.load(input + at), highest);
      const power = exponential(above);
      sums = f32x4.add(sums, at == toLast ? v128.and(tail, power) : power);
      v128.store(output + at, isLog ? above : power);
    }
    const sum = sumLanes(sums);
    const logSum = f32x4.splat(<f32>Math.log(<f64>sum));
    const share = f32x4.splat(1 / sum);
    for (let at: usize = 0; at <= toLast; at += 16) {
      const value = v128.load(output + at);
      v128.store(output + at, isLog ? f32x4.sub(value, logSum) : f32x4.mul(value, share));
    }
    v128.store(output + toLast, v128.and(tail, v128.load(output + toLast)));
    input += stride;
    output += stride;
  }
}

export function softmaxBackward(
  isLog: bool,
  output: usize,
  outputGradient: usize,
  inputGradient: usize,
  stride: usize,
  rows: usize,
  columns: usize,
): void {
  const tail = tailLanes(columns);
  const toLast = lastFour(columns);
  for (let row: usize = 0; row < rows; row++) {
    const sum = f32x4.splat(
      isLog ? sumOfRow(outputGradient, outputGradient + toLast, tail) : dot(output, outputGradient, toLast),
    );
    for (let at: usize = 0; at <= toLast; at += 16) {
      const y = v128.load(output + at);
      const dy = v128.load(outputGradient + at);
      const dx = isLog ? f32x4.sub(dy, f32x4.mul(exponential(y), sum)) : f32x4.mul(y, f32x4.sub(dy, sum));
      v128.store(inputGradient + at, dx);
    }
    v128.store(inputGradient + toLast, v128.and(tail, v128.load(inputGradient + toLast)));
    output += stride;
    outputGradient += stride;
    inputGradient += stride;
  }
}

/** Of rows whose columns beyond their own are zero. */
function dot(a: usize, b: usize, toLast: usize): f32 {
  let sums = f32x4.splat(0);
  for (let at: usize = 0; at <= toLast; at += 16) sums = multiplyAdd(v128.load(a + at), v128.load(b + at), sums);
  return sumLanes(sums);
}
