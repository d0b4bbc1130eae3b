import type { Reals } from "./precision";

/** Mean and variance of the values at `indexes`; the variance divides by their number. */
export function meanAndVariance(values: Reals, indexes: readonly number[]): { mean: number; variance: number } {
  const mean = indexes.reduce((sum, k) => sum + values[k]!, 0) / indexes.length;
  const variance = indexes.reduce((sum, k) => sum + (values[k]! - mean) ** 2, 0) / indexes.length;
  return { mean, variance };
}

/**
 * The gradient by x of z = (x - mean) / deviation, where mean and deviation are those of x itself: `slopes` are the
 * gradients by z, both in the same order.
 */
export function normalizedGradient(slopes: readonly number[], z: readonly number[], deviation: number): number[] {
  const count = z.length;
  const meanSlope = slopes.reduce((sum, slope) => sum + slope, 0) / count;
  const meanProduct = slopes.reduce((sum, slope, k) => sum + slope * z[k]!, 0) / count;
  return slopes.map((slope, k) => (slope - meanSlope - z[k]! * meanProduct) / deviation);
}
