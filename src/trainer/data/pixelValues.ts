import type { Normalization } from "../../model/trainingSettings";

/**
 * What `ToTensor()` and `Normalize((mean,), (std,))` make of each of the 256 byte values, bit for bit: float32
 * division by 255, then subtraction and division by float32 `mean` and `std` (`torchvision/transforms`).
 */
export function pixelValues({ mean, std }: Normalization): Float32Array {
  const float32Mean = Math.fround(mean);
  const float32Std = Math.fround(std);
  // A double operation on float32 values, rounded once more, is the float32 operation.
  return Float32Array.from(
    { length: 256 },
    (_, byte) => Math.fround(Math.fround(byte / 255) - float32Mean) / float32Std,
  );
}
