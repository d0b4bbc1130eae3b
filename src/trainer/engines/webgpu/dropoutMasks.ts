import type { Generator } from "../../random/generator";
import type { DropoutMask } from "./program";

/** Draws the masks of one step from PyTorch's generator, in the order of the layers, as one bit a value. */
export function drawMasks(masks: readonly DropoutMask[], rows: number, generator: Generator, words: Uint32Array): void {
  for (const { p, width, firstBit } of masks) {
    const noise = generator.dropoutNoise(rows * width, p);
    for (let k = 0; k < noise.length; k++) {
      const bit = firstBit + k;
      if (noise[k] !== 0) words[bit >> 5]! |= 1 << (bit & 31);
    }
  }
}
