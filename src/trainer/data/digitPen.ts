import { DIGIT_STROKES } from "./digitStrokes";
import { placeStrokes } from "./placeStrokes";
import type { SeededRandom } from "./seededRandom";
import { smoothStroke, type Segments } from "./smoothStroke";

/** Width and height of an image, as MNIST's. */
export const DIGIT_SIZE = 28;

/** MNIST fits its digits into 20 x 20 pixels. */
const BOX_SIZE = 20;

/**
 * Standard deviation by which each point of a stroke misses its place. So large that the tutorial's network makes one
 * or two mistakes in a hundred, about as many as on MNIST.
 */
const WOBBLE = 5;

/** Fainter ink is paper. */
const FAINTEST = 0.02;

/** Draws handwritten digits, each a little different; `random` alone decides how. */
export class DigitPen {
  readonly #ink = new Float32Array(DIGIT_SIZE * DIGIT_SIZE);

  constructor(private readonly random: SeededRandom) {}

  /** Draws `digit` into `pixels`: 28 x 28 bytes, all 0 before; paper stays exactly 0. */
  draw(digit: number, pixels: Uint8Array): void {
    const random = this.random;
    const ink = this.#ink;
    const variants = DIGIT_STROKES[digit]!;
    const strokes = variants[random.below(variants.length)]!;
    const lines = strokes.map(stroke => smoothStroke(stroke.map(coordinate => coordinate + random.around0(WOBBLE))));
    const thickness = random.between(1.4, 3.4);
    placeStrokes(lines, BOX_SIZE - thickness, DIGIT_SIZE / 2, random);

    ink.fill(0);
    const blur = random.between(0.45, 0.95);
    for (const line of lines) {
      const beginRadius = (thickness * random.between(0.8, 1.1)) / 2;
      const endRadius = (thickness * random.between(0.7, 1.1)) / 2;
      inkLine(ink, line, beginRadius, endRadius, blur);
    }
    const darkness = random.between(215, 265);
    for (let index = 0; index < pixels.length; index++) {
      const coverage = ink[index]!;
      if (coverage < FAINTEST) continue;
      const noisy = coverage * darkness + random.between(-20, 20);
      pixels[index] = Math.max(1, Math.min(255, Math.round(noisy)));
    }
  }
}

/** Adds a line of changing radius to `ink`: 1 inside, falling to 0 across `2 * blur` pixels at its edge. */
function inkLine(ink: Float32Array, line: Segments, beginRadius: number, endRadius: number, blur: number): void {
  const segmentCount = line.length / 2 - 1;
  for (let segment = 0; segment < segmentCount; segment++) {
    const radius = beginRadius + ((endRadius - beginRadius) * segment) / segmentCount;
    inkSegment(ink, line, 2 * segment, radius + blur, 1 / (2 * blur));
  }
}

function inkSegment(ink: Float32Array, line: Segments, at: number, reach: number, fall: number): void {
  // The centre of a pixel is a half away from its number.
  const x0 = line[at]! - 0.5;
  const y0 = line[at + 1]! - 0.5;
  const dx = line[at + 2]! - 0.5 - x0;
  const dy = line[at + 3]! - 0.5 - y0;
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
