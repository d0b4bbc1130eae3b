import { readTheme } from "../shared/theme";

type Rgb = readonly [number, number, number];

/** The colour of each byte triple for values between -`bound` and `bound`: one hue below zero, one above. */
export type PaintValue = (value: number, pixels: Uint8ClampedArray, at: number) => void;

/** Negative values go to blue, positive ones to red, zero is the background; NaN and infinities are purple. */
export function createHeatColors(bound: number): PaintValue {
  const theme = readTheme();
  const [zero, negative, positive, odd] = [
    theme.background,
    theme.series("blue"),
    theme.series("red"),
    theme.series("purple"),
  ].map(parseRgb) as [Rgb, Rgb, Rgb, Rgb];
  return (value, pixels, at) => {
    const strength = bound === 0 ? 0 : Math.min(1, Math.abs(value) / bound);
    const target = Number.isFinite(value) ? (value < 0 ? negative : positive) : odd;
    const share = Number.isFinite(value) ? strength : 1;
    for (let part = 0; part < 3; part++) pixels[at + part] = zero[part]! + share * (target[part]! - zero[part]!);
    pixels[at + 3] = 255;
  };
}

function parseRgb(color: string): Rgb {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** The share of values that the colours tell apart: a few large ones would make all others pale. */
const TOLD_APART = 0.995;

/** The absolute value from which on colours are strongest. */
export function boundOf(values: readonly number[]): number {
  const sizes = Float64Array.from(values.filter(Number.isFinite), Math.abs).sort();
  return sizes[Math.floor(TOLD_APART * sizes.length)] || (sizes.at(-1) ?? 0);
}

/** Paints `values`, row by row, one pixel each. */
export function paintValues(
  canvas: HTMLCanvasElement,
  values: readonly number[],
  columns: number,
  bound: number,
): void {
  const rows = Math.max(1, values.length / columns);
  canvas.width = columns;
  canvas.height = rows;
  const image = new ImageData(columns, rows);
  const paint = createHeatColors(bound);
  values.forEach((value, at) => paint(value, image.data, 4 * at));
  canvas.getContext("2d")!.putImageData(image, 0, 0);
}
