/** Pixels that are looked at: those of the first images. */
export const SAMPLED_BYTES = 131_072;

/** The most frequent byte of a set of images, paper in every set of drawn or written signs, and its share of them all. */
export interface Background {
  readonly byte: number;
  readonly share: number;
}

/** Finds the background of images by their first pixels. */
export function findBackground(pixels: Uint8Array): Background {
  const counts = new Uint32Array(256);
  const sample = pixels.subarray(0, SAMPLED_BYTES);
  for (let k = 0; k < sample.length; k++) counts[sample[k]!]!++;
  const most = Math.max(...counts);
  return { byte: counts.indexOf(most), share: most / sample.length };
}
