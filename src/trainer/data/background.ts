/** The most frequent byte of the first images: paper, in every set of drawn or written signs. */
export function findBackgroundByte(pixels: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const byte of pixels.subarray(0, 1_000_000)) counts[byte]!++;
  return counts.indexOf(Math.max(...counts));
}
