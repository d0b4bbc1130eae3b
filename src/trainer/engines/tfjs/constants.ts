import type { Tensor, Tensorflow } from "./tensorflow";

/** Scalars on the device, each sent once. For values of which a training has few. */
export class Constants {
  readonly #known = new Map<number, Tensor>();

  constructor(private readonly tf: Tensorflow) {}

  readonly of = (value: number): Tensor => {
    let tensor = this.#known.get(value);
    if (!tensor) {
      tensor = this.tf.keep(this.tf.scalar(value));
      this.#known.set(value, tensor);
    }
    return tensor;
  };

  dispose(): void {
    for (const tensor of this.#known.values()) tensor.dispose();
  }
}
