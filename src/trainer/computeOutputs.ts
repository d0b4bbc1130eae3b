import * as l10n from "@vscode/l10n";
import type { ByteSource } from "../formats/byteSource";
import type { ModelSpec } from "../model/modelSpec";
import { findBatchObstacle } from "../model/trainability";
import { ExpectedError } from "../protocol/expectedError";
import { Network } from "./engines/reference/network";
import { FLOAT32 } from "./engines/reference/precision";
import { samplesAtOnce, takesBatchStatistics } from "./engines/reference/samplesAtOnce";
import type { Weights } from "./engines/engine";
import { Generator } from "./random/generator";
import { translateObstacle } from "./translateObstacle";

const PIXELS = 28 * 28;
const BYTES_PER_IMAGE = 4 * PIXELS;
const MAX_IMAGES = 1_000_000;
const AT_ONCE = 100;

/** How many images of 28 x 28 little-endian float32 `source` holds. Throws an `ExpectedError` when it is no whole number. */
export function countImages(path: string, { size }: ByteSource): number {
  const count = size / BYTES_PER_IMAGE;
  if (Number.isInteger(count) && count > 0 && count <= MAX_IMAGES) return count;
  throw new ExpectedError(
    count > MAX_IMAGES
      ? l10n.t("{0} holds more than {1} images.", path, MAX_IMAGES)
      : l10n.t("{0} has {1} bytes, which is no whole number of images of 28 x 28 float32.", path, size),
    l10n.t("Write the images as raw little-endian float32 [N, 1, 28, 28]: 3,136 bytes each."),
  );
}

/** What `model` gives in evaluation mode for each image of `source`, a few images at a time, as the reference engine computes it. */
export async function* computeOutputs(
  model: ModelSpec,
  weights: Weights,
  path: string,
  source: ByteSource,
): AsyncGenerator<Float32Array[]> {
  const count = countImages(path, source);
  const obstacle = findBatchObstacle(model);
  if (obstacle) {
    throw new ExpectedError(l10n.t("{0} cannot be evaluated: {1}", model.name, translateObstacle(obstacle)));
  }
  const network = new Network(model, weights, new Generator(0), FLOAT32);
  const step = samplesAtOnce(model, takesBatchStatistics(model) ? count : Math.min(count, AT_ONCE));
  for (let begin = 0; begin < count; begin += step) {
    const rows = Math.min(step, count - begin);
    const bytes = await source.read(begin * BYTES_PER_IMAGE, rows * BYTES_PER_IMAGE);
    if (bytes.length < rows * BYTES_PER_IMAGE) {
      throw new ExpectedError(l10n.t("{0} became shorter while it was read.", path));
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const values = Float32Array.from({ length: rows * PIXELS }, (_, k) => view.getFloat32(4 * k, true));
    const outputs = network.forward({ rows, values, background: 0 }, false);
    const width = outputs.length / rows;
    yield Array.from({ length: rows }, (_, row) => Float32Array.from(outputs.subarray(row * width, (row + 1) * width)));
  }
}
