import type { Shape } from "../../../../model/modelSpec";
import { elementCount } from "../../../../model/stateDict";
import type { Batch, Forward } from "../operation";
import { GrowingBuffer, type Precision } from "../precision";

/** `tensor.permute(dims)`, the batch staying first. */
export class Permute implements Forward {
  readonly #output: GrowingBuffer;
  /** Where in a sample each value of the output comes from. */
  readonly #sources: Int32Array;

  constructor(dims: readonly number[], inputShape: Shape, precision: Precision) {
    this.#output = new GrowingBuffer(precision);
    const axes = dims.slice(1).map(dim => dim - 1);
    const strides = axes.map(axis => elementCount(inputShape.slice(axis + 1)));
    const sizes = axes.map(axis => inputShape[axis]!);
    this.#sources = Int32Array.from({ length: elementCount(inputShape) }, (_, index) => {
      let rest = index;
      let source = 0;
      for (let at = sizes.length - 1; at >= 0; at--) {
        source += (rest % sizes[at]!) * strides[at]!;
        rest = Math.floor(rest / sizes[at]!);
      }
      return source;
    });
  }

  forward({ rows, values, background }: Batch): Batch {
    const size = this.#sources.length;
    const output = this.#output.take(values.length);
    for (let k = 0; k < values.length; k++) output[k] = values[k - (k % size) + this.#sources[k % size]!]!;
    return { rows, values: output, background };
  }
}
