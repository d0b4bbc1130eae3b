import type { LabelledImages } from "../../data/dataset";

/** Copies the first `count` images to the device as bytes, each filled up to whole words, and behind them their labels. */
export function createImageBuffer(
  device: GPUDevice,
  { rows, columns, pixels, labels }: LabelledImages,
  count: number,
): GPUBuffer {
  const size = rows * columns;
  const imageBytes = 4 * Math.ceil(size / 4);
  const buffer = device.createBuffer({
    size: count * imageBytes + 4 * Math.ceil(count / 4),
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(buffer, 0, wholeWords(pixels, size, imageBytes, count));
  const paddedLabels = new Uint8Array(4 * Math.ceil(count / 4));
  paddedLabels.set(labels.subarray(0, count));
  device.queue.writeBuffer(buffer, count * imageBytes, paddedLabels);
  return buffer;
}

function wholeWords(pixels: Uint8Array, size: number, imageBytes: number, count: number): Uint8Array<ArrayBuffer> {
  if (size === imageBytes) return Uint8Array.from(pixels.subarray(0, count * size));
  const padded = new Uint8Array(count * imageBytes);
  for (let image = 0; image < count; image++) {
    padded.set(pixels.subarray(image * size, (image + 1) * size), image * imageBytes);
  }
  return padded;
}
