import { exponential } from "./exponential";
import { multiplyAdd } from "./lanes";

/** erf(x) to a few units in the last place, by the polynomials of the Cephes library (S. Moshier). */
export function errorFunction(x: v128): v128 {
  const magnitude = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  const inner = f32x4.mul(x, nearZero(square));
  // 1 - erfc, where erfc = e^(-x^2) / x * polynomial of 1 / x^2
  const inverse = f32x4.div(f32x4.splat(1), f32x4.max(magnitude, f32x4.splat(0.5)));
  const inverseSquare = f32x4.mul(inverse, inverse);
  const isFar = f32x4.ge(magnitude, f32x4.splat(2));
  const tail = v128.bitselect(farTail(inverseSquare), middleTail(inverseSquare), isFar);
  const complement = f32x4.mul(f32x4.mul(exponential(f32x4.neg(square)), inverse), tail);
  const outer = f32x4.sub(f32x4.splat(1), complement);
  const signed = v128.or(outer, v128.and(x, f32x4.splat(-0.0)));
  return v128.bitselect(inner, signed, f32x4.lt(magnitude, f32x4.splat(1)));
}

/** erf(x) / x for |x| < 1. */
function nearZero(square: v128): v128 {
  let p = f32x4.splat(7.853861353153693e-5);
  p = multiplyAdd(p, square, f32x4.splat(-8.010193625184903e-4));
  p = multiplyAdd(p, square, f32x4.splat(5.188327685732524e-3));
  p = multiplyAdd(p, square, f32x4.splat(-2.685381193529856e-2));
  p = multiplyAdd(p, square, f32x4.splat(1.128358514861418e-1));
  p = multiplyAdd(p, square, f32x4.splat(-3.7612625824233e-1));
  return multiplyAdd(p, square, f32x4.splat(1.12837916572671));
}

/** For 1 <= |x| < 2. */
function middleTail(y: v128): v128 {
  let p = f32x4.splat(2.326819970068386e-2);
  p = multiplyAdd(p, y, f32x4.splat(-1.387039388740657e-1));
  p = multiplyAdd(p, y, f32x4.splat(3.687424674597105e-1));
  p = multiplyAdd(p, y, f32x4.splat(-5.824733027278666e-1));
  p = multiplyAdd(p, y, f32x4.splat(6.210004621745983e-1));
  p = multiplyAdd(p, y, f32x4.splat(-4.944515323274145e-1));
  p = multiplyAdd(p, y, f32x4.splat(3.404879937665872e-1));
  p = multiplyAdd(p, y, f32x4.splat(-2.741127028184656e-1));
  return multiplyAdd(p, y, f32x4.splat(5.638259427386472e-1));
}

/** For 2 <= |x|. */
function farTail(y: v128): v128 {
  let p = f32x4.splat(-1.047766399936249e1);
  p = multiplyAdd(p, y, f32x4.splat(1.297719955372516e1));
  p = multiplyAdd(p, y, f32x4.splat(-7.495518717768503));
  p = multiplyAdd(p, y, f32x4.splat(2.921019019210786));
  p = multiplyAdd(p, y, f32x4.splat(-1.0152652792027));
  p = multiplyAdd(p, y, f32x4.splat(4.218463358204948e-1));
  p = multiplyAdd(p, y, f32x4.splat(-2.820767439740514e-1));
  return multiplyAdd(p, y, f32x4.splat(5.641895067754075e-1));
}
