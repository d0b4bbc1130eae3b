/** A line through `[x, y, x, y, ..]`, straight from point to point. */
export type Segments = Float64Array;

const STEPS = 3;

/** The Catmull-Rom curve through the points of a stroke, as pieces short enough to look round. */
export function smoothStroke(stroke: readonly number[]): Segments {
  const count = stroke.length / 2;
  if (count === 2) return Float64Array.from(stroke);
  const segments = new Float64Array(((count - 1) * STEPS + 1) * 2);
  for (let span = 0; span < count - 1; span++) {
    const before = 2 * Math.max(span - 1, 0);
    const begin = 2 * span;
    const end = begin + 2;
    const after = 2 * Math.min(span + 2, count - 1);
    for (let step = 0; step < STEPS; step++) {
      const t = step / STEPS;
      for (let axis = 0; axis < 2; axis++) {
        const [a, b, c, d] = [
          stroke[before + axis]!,
          stroke[begin + axis]!,
          stroke[end + axis]!,
          stroke[after + axis]!,
        ];
        const bend = 2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a);
        segments[2 * (span * STEPS + step) + axis] = b + 0.5 * t * (c - a + t * bend);
      }
    }
  }
  segments[segments.length - 2] = stroke[2 * count - 2]!;
  segments[segments.length - 1] = stroke[2 * count - 1]!;
  return segments;
}
