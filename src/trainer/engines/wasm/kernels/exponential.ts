import { multiplyAdd } from "./lanes";

/** Beyond these e^x leaves the range of normal float32 numbers; it stays at the last value inside. */
const LOWEST: f32 = -87;
const HIGHEST: f32 = 88;

/** e^x to about one unit in the last place. */
export function exponential(x: v128): v128 {
  x = f32x4.min(f32x4.max(x, f32x4.splat(LOWEST)), f32x4.splat(HIGHEST));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  return f32x4.mul(f32x4.add(smallExponentialLessOne(x, n), f32x4.splat(1)), powerOfTwo(n));
}

/** e^x - 1, exact also where e^x is nearly 1. */
export function exponentialLessOne(x: v128): v128 {
  x = f32x4.min(f32x4.max(x, f32x4.splat(LOWEST)), f32x4.splat(HIGHEST));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  const power = powerOfTwo(n);
  return multiplyAdd(smallExponentialLessOne(x, n), power, f32x4.sub(power, f32x4.splat(1)));
}

/** e^(x - n ln 2) - 1, by the polynomial of the Cephes library (S. Moshier). */
function smallExponentialLessOne(x: v128, n: v128): v128 {
  // ln 2 in two parts, so that n * ln 2 is exact where it matters
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = multiplyAdd(p, r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  return multiplyAdd(f32x4.mul(r, r), p, r);
}

function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
}
