import type { Generator } from "./generator";

/** The share of a normal distribution below two standard deviations under its mean. */
const BELOW = 0.02275013194817921;

/**
 * Numbers of a normal distribution within two standard deviations of `mean`, as TensorFlow.js starts its layers: same
 * distribution, numbers of PyTorch's generator.
 */
export function truncatedNormal(count: number, mean: number, std: number, generator: Generator): Float32Array {
  return generator.uniform(count, BELOW, 1 - BELOW).map(share => mean + std * quantile(share));
}

/** Where a share `p` of the standard normal distribution lies below, to 1e-8. Source: Acklam's rational approximation. */
function quantile(p: number): number {
  if (p > 0.5) return -quantile(1 - p);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return (
      polynomial(
        q,
        -0.007784894002430293,
        -0.3223964580411365,
        -2.400758277161838,
        -2.549732539343734,
        4.374664141464968,
        2.938163982698783,
      ) / polynomial(q, 0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1)
    );
  }
  const q = p - 0.5;
  const r = q * q;
  return (
    (q *
      polynomial(
        r,
        -39.69683028665376,
        220.9460984245205,
        -275.9285104469687,
        138.357751867269,
        -30.66479806614716,
        2.506628277459239,
      )) /
    polynomial(r, -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1)
  );
}

/** By Horner's rule; the coefficient of the highest power comes first. */
function polynomial(x: number, ...coefficients: readonly number[]): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
