/** How much of the past the smoothed curve keeps at each step; 0 shows the batches as they are. */
export const SMOOTHING_WEIGHTS = { off: 0, light: 0.6, medium: 0.9, strong: 0.98 } as const;
export type Smoothing = keyof typeof SMOOTHING_WEIGHTS;

/**
 * The exponential moving average with Adam's bias correction, so that the curve begins at the first value and not at
 * zero, and a constant stays constant. Values that are not finite count for nothing and leave NaN in their place.
 */
export function smooth(values: ArrayLike<number>, weight: number): Float64Array {
  const smoothed = new Float64Array(values.length);
  let average = 0;
  let missing = 1; // weight ** (finite values so far)
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (!Number.isFinite(value)) {
      smoothed[index] = NaN;
      continue;
    }
    average = weight * average + (1 - weight) * value;
    missing *= weight;
    smoothed[index] = average / (1 - missing);
  }
  return smoothed;
}
