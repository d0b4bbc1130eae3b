import { DIGIT_STROKES } from "./digitStrokes";
import { smoothStroke, type Segments } from "./smoothStroke";
import type { SeededRandom } from "./seededRandom";

/** Width and height of an image, as MNIST's. */
export const DIGIT_SIZE = 28;

/** MNIST fits its digits into 20 x 20 pixels and puts their centre of mass into the image's. */
const BOX_SIZE = 20;
const CENTRE = DIGIT_SIZE / 2;

/** How much hands differ. Chosen so that the tutorial's network makes a few mistakes in a hundred, as on MNIST. */
const WOBBLE = 3.6;
const ROTATION = 0.075;

const ink = new Float32Array(DIGIT_SIZE * DIGIT_SIZE);

/** Draws one handwritten `digit` into `pixels` (28 x 28 bytes, all 0 before; paper stays exactly 0). */
export function drawDigit(digit: number, random: SeededRandom, pixels: Uint8Array): void {
  const variants = DIGIT_STROKES[digit]!;
  const strokes = variants[random.below(variants.length)]!;
  const wobbly = strokes.map(stroke => smoothStroke(stroke.map(coordinate => coordinate + random.around0(WOBBLE))));
  const thickness = random.between(1.5, 3.3);
  placeStrokes(wobbly, thickness, random);
  ink.fill(0);
  const blur = random.between(0.45, 0.9);
  for (const segments of wobbly) {
    inkStroke(segments, (thickness * random.between(0.85, 1.1)) / 2, (thickness * random.between(0.75, 1.1)) / 2, blur);
  }
  const darkness = random.between(225, 265);
  for (let index = 0; index < ink.length; index++) {
    if (ink[index]! < 0.02) continue;
    const noisy = ink[index]! * darkness + random.between(-14, 14);
    pixels[index] = Math.max(1, Math.min(255, Math.round(noisy)));
  }
}

/** Slants, turns, stretches and scales the strokes in place, and moves their centre of mass near the image's. */
function placeStrokes(strokes: readonly Segments[], thickness: number, random: SeededRandom): void {
  const slant = random.around0(0.13) + 0.1;
  const stretch = random.between(0.7, 1.05);
  // The tangent of half the angle gives sine and cosine without functions that differ between machines.
  const tangent = random.around0(ROTATION);
  const cosine = (1 - tangent * tangent) / (1 + tangent * tangent);
  const sine = (2 * tangent) / (1 + tangent * tangent);
  transform(strokes, (x, y) => {
    const slanted = (x - slant * y) * stretch;
    return [cosine * slanted - sine * y, sine * slanted + cosine * y];
  });

  const { width, height, x: massX, y: massY } = measure(strokes);
  const scale = ((BOX_SIZE - thickness) * random.between(0.92, 1.04)) / Math.max(width, height);
  const x = CENTRE + random.around0(0.35);
  const y = CENTRE + random.around0(0.35);
  transform(strokes, (oldX, oldY) => [x + (oldX - massX) * scale, y + (oldY - massY) * scale]);
}

function transform(strokes: readonly Segments[], move: (x: number, y: number) => readonly [number, number]): void {
  for (const points of strokes) {
    for (let at = 0; at < points.length; at += 2) {
      [points[at], points[at + 1]] = move(points[at]!, points[at + 1]!) as [number, number];
    }
  }
}

/** Size of the strokes and their centre of mass, each piece of line weighing its length. */
function measure(strokes: readonly Segments[]): { width: number; height: number; x: number; y: number } {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  let [mass, momentX, momentY] = [0, 0, 0];
  for (const points of strokes) {
    for (let at = 0; at < points.length; at += 2) {
      const x = points[at]!;
      const y = points[at + 1]!;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      if (at === 0) continue;
      const dx = x - points[at - 2]!;
      const dy = y - points[at - 1]!;
      const length = Math.sqrt(dx * dx + dy * dy);
      mass += length;
      momentX += length * (x - dx / 2);
      momentY += length * (y - dy / 2);
    }
  }
  return { width: right - left, height: bottom - top, x: momentX / mass, y: momentY / mass };
}

/** Puts a line of changing radius into `ink`: 1 inside, falling to 0 across `2 * blur` pixels at its edge. */
function inkStroke(points: Segments, beginRadius: number, endRadius: number, blur: number): void {
  const segmentCount = points.length / 2 - 1;
  for (let segment = 0; segment < segmentCount; segment++) {
    const radius = beginRadius + ((endRadius - beginRadius) * segment) / segmentCount;
    inkSegment(points, 2 * segment, radius + blur, 1 / (2 * blur));
  }
}

function inkSegment(points: Segments, at: number, reach: number, fall: number): void {
  // Pixel centres lie at whole numbers plus a half.
  const x0 = points[at]! - 0.5;
  const y0 = points[at + 1]! - 0.5;
  const dx = points[at + 2]! - 0.5 - x0;
  const dy = points[at + 3]! - 0.5 - y0;
  const inverseSquare = 1 / (dx * dx + dy * dy + 1e-9);
  const left = Math.max(0, Math.ceil(Math.min(x0, x0 + dx) - reach));
  const right = Math.min(DIGIT_SIZE - 1, Math.floor(Math.max(x0, x0 + dx) + reach));
  const top = Math.max(0, Math.ceil(Math.min(y0, y0 + dy) - reach));
  const bottom = Math.min(DIGIT_SIZE - 1, Math.floor(Math.max(y0, y0 + dy) + reach));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) * inverseSquare));
      const awayX = x - x0 - along * dx;
      const awayY = y - y0 - along * dy;
      const square = awayX * awayX + awayY * awayY;
      if (square >= reach * reach) continue;
      const coverage = Math.min(1, (reach - Math.sqrt(square)) * fall);
      const index = y * DIGIT_SIZE + x;
      if (coverage > ink[index]!) ink[index] = coverage;
    }
  }
}
