import type { LayerOf } from "../../../../model/layers";
import type { Batch, Forward, Parameter } from "../operation";
import { GrowingBuffer, type Precision } from "../precision";

/** `nn.GroupNorm`; `inner`: values of a channel in one sample. */
export class GroupNorm implements Forward {
  readonly #output: GrowingBuffer;

  constructor(
    private readonly layer: LayerOf<"GroupNorm">,
    private readonly inner: number,
    private readonly weight: Parameter | undefined,
    private readonly bias: Parameter | undefined,
    precision: Precision,
  ) {
    this.#output = new GrowingBuffer(precision);
  }

  forward({ rows, values }: Batch): Batch {
    const { numGroups, numChannels, eps } = this.layer;
    const output = this.#output.take(values.length);
    const size = (numChannels / numGroups) * this.inner;
    for (let begin = 0; begin < values.length; begin += size) {
      let sum = 0;
      for (let k = begin; k < begin + size; k++) sum += values[k]!;
      const mean = sum / size;
      let squares = 0;
      for (let k = begin; k < begin + size; k++) squares += (values[k]! - mean) ** 2;
      const deviation = Math.sqrt(squares / size + eps);
      for (let k = begin; k < begin + size; k++) {
        const channel = Math.floor(k / this.inner) % numChannels;
        const [scale, shift] = [this.weight?.values[channel] ?? 1, this.bias?.values[channel] ?? 0];
        output[k] = ((values[k]! - mean) / deviation) * scale + shift;
      }
    }
    return { rows, values: output, background: 0 };
  }
}
