import type { ModelReading } from "../readModels";

/** Steps that make other images of MNIST's, or features of another number. */
const CHANGED_IMAGES =
  /\b(?:Resize|Pad|\w*Crop|Grayscale|Lambda|interpolate|\w*[pP]ool\w*|unfold|PCA|one_hot|cat|stack)\b/;
const ROW_OF_PIXELS =
  /\b(?:view|reshape|flatten|Flatten)\s*\([^()]*(?:\b28\s*\*\s*28\b|\b784\b|\bstart_dim\b|\b1\b)[^()]*\)/;

/** Whether the file leaves no doubt that the only class in it gets MNIST's images as they are, one by one or as rows. */
export function getsPlainImages(text: string, reading: ModelReading, readings: readonly ModelReading[]): boolean {
  if (readings.length !== 1 || !datasetOf(reading)) return false;
  const outside = text.slice(0, reading.range.from) + text.slice(reading.end);
  return !CHANGED_IMAGES.test(outside);
}

/** Whether the code around the class makes rows of the images. */
export function flattensOutside(text: string, reading: ModelReading): boolean {
  return ROW_OF_PIXELS.test(text.slice(0, reading.range.from) + text.slice(reading.end));
}

/** The data set of MNIST's kind that the file trains on. */
export function datasetOf({ outcome }: ModelReading): string | undefined {
  return outcome.fileSettings?.dataset;
}
