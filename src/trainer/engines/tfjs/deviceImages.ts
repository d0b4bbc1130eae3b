import type { Normalization } from "../../../model/trainingSettings";
import { CLASS_COUNT, type LabelledImages } from "../../data/dataset";
import { pixelValues } from "../../data/pixelValues";
import type { Tensor, Tensorflow } from "./tensorflow";

/** Some images as rows of normalised values, and their classes as ones among zeros. */
export interface ImageBatch {
  readonly images: Tensor;
  readonly oneHot: Tensor;
}

/** A set of images on the device, sent there once; four bytes a pixel, as TensorFlow has no cheaper way to index. */
export class DeviceImages {
  readonly #images: Tensor;
  readonly #oneHot: Tensor;

  constructor(
    private readonly tf: Tensorflow,
    { rows, columns, pixels, labels }: LabelledImages,
    normalization: Normalization,
    readonly count: number,
  ) {
    const size = rows * columns;
    const valueOf = pixelValues(normalization);
    const values = new Float32Array(count * size);
    for (let k = 0; k < values.length; k++) values[k] = valueOf[pixels[k]!]!;
    const oneHot = new Float32Array(count * CLASS_COUNT);
    for (let k = 0; k < count; k++) oneHot[k * CLASS_COUNT + labels[k]!] = 1;
    this.#images = tf.tensor(values, [count, size], "float32");
    this.#oneHot = tf.tensor(oneHot, [count, CLASS_COUNT], "float32");
  }

  /** The images of these indexes. */
  at(indexes: Tensor): ImageBatch {
    const { tf } = this;
    return { images: tf.gather(this.#images, indexes), oneHot: tf.gather(this.#oneHot, indexes) };
  }

  /** `count` images from `begin` on. */
  range(begin: number, count: number): ImageBatch {
    const take = (tensor: Tensor) => this.tf.slice(tensor, [begin, 0], [count, tensor.shape[1]!]);
    return { images: take(this.#images), oneHot: take(this.#oneHot) };
  }

  dispose(): void {
    this.#images.dispose();
    this.#oneHot.dispose();
  }
}
