const double = new Float64Array(1);
const bits = new BigUint64Array(double.buffer);

/**
 * `a * b + c` of float32 values, rounded to float32 once, as a processor's fused multiply-add does.
 * The product of two float32 is exact in double; the sum is rounded to odd (Boldo and Melquiond, 2008),
 * so that the last rounding is the only one that counts.
 */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const part = sum - product;
  const error = product - (sum - part) + (c - part); // Knuth's TwoSum: sum + error is exact
  if (error === 0) return Math.fround(sum);
  double[0] = sum;
  if (bits[0]! & 1n) return Math.fround(sum);
  bits[0]! += error > 0 === sum > 0 ? 1n : -1n;
  return Math.fround(double[0]);
}
