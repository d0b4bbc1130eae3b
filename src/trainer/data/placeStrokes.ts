import type { SeededRandom } from "./seededRandom";
import type { Segments } from "./smoothStroke";

/** How differently hands write: standard deviations of slant and of the tangent of half the turn, limits of width. */
const SLANT = 0.16;
const USUAL_SLANT = 0.1;
const HALF_TURN = 0.08;
const NARROWEST = 0.65;
const WIDEST = 1.1;

/**
 * Slants, stretches, turns and scales the strokes in place so that they fill `box` x `box` pixels, and moves their
 * centre of mass near (`centre`, `centre`): MNIST's digits are placed so.
 */
export function placeStrokes(strokes: readonly Segments[], box: number, centre: number, random: SeededRandom): void {
  const slant = random.around0(SLANT) + USUAL_SLANT;
  const stretch = random.between(NARROWEST, WIDEST);
  // Sine and cosine of half-angle tangents need no functions whose last bit differs between machines.
  const tangent = random.around0(HALF_TURN);
  const cosine = (1 - tangent * tangent) / (1 + tangent * tangent);
  const sine = (2 * tangent) / (1 + tangent * tangent);
  for (const points of strokes) {
    for (let at = 0; at < points.length; at += 2) {
      const y = points[at + 1]!;
      const x = (points[at]! - slant * y) * stretch;
      points[at] = cosine * x - sine * y;
      points[at + 1] = sine * x + cosine * y;
    }
  }

  const { size, massX, massY } = measure(strokes);
  const scale = (box * random.between(0.88, 1.04)) / size;
  const shiftX = centre + random.around0(0.4) - massX * scale;
  const shiftY = centre + random.around0(0.4) - massY * scale;
  for (const points of strokes) {
    for (let at = 0; at < points.length; at += 2) {
      points[at] = points[at]! * scale + shiftX;
      points[at + 1] = points[at + 1]! * scale + shiftY;
    }
  }
}

/** The longer side of the strokes' bounds, and their centre of mass: each piece of line weighs its length. */
function measure(strokes: readonly Segments[]): { size: number; massX: number; massY: number } {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  let [mass, momentX, momentY] = [0, 0, 0];
  for (const points of strokes) {
    for (let at = 0; at < points.length; at += 2) {
      const x = points[at]!;
      const y = points[at + 1]!;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      if (at === 0) continue;
      const dx = x - points[at - 2]!;
      const dy = y - points[at - 1]!;
      const length = Math.sqrt(dx * dx + dy * dy);
      mass += length;
      momentX += length * (x - dx / 2);
      momentY += length * (y - dy / 2);
    }
  }
  return { size: Math.max(right - left, bottom - top), massX: momentX / mass, massY: momentY / mass };
}
