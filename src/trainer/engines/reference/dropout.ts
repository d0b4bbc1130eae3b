import type { Batch, Operation } from "./operation";
import { GrowingBuffer, type Precision, type Reals } from "./precision";

/** Draws what `count` values are multiplied with: 0, or 1 / (1 - p). PyTorch's generator is one. */
export interface DropoutSource {
  dropoutNoise(count: number, p: number): Float32Array;
}

/** `nn.Dropout(p)`: in training each value is zeroed with probability `p`, as `source` draws it. */
export class Dropout implements Operation {
  readonly #output: GrowingBuffer;
  readonly #inputGradient: GrowingBuffer;
  #noise: Float32Array = new Float32Array(0);

  constructor(
    private readonly p: number,
    private readonly source: DropoutSource,
    precision: Precision,
  ) {
    this.#output = new GrowingBuffer(precision);
    this.#inputGradient = new GrowingBuffer(precision);
  }

  forward(input: Batch, training: boolean): Batch {
    if (!training || this.p === 0) return input;
    const { rows, values } = input;
    this.#noise = this.source.dropoutNoise(values.length, this.p);
    const output = this.#output.take(values.length);
    for (let k = 0; k < values.length; k++) output[k] = values[k]! * this.#noise[k]!;
    return { rows, values: output, background: 0 };
  }

  backward(outputGradient: Reals): Reals {
    if (this.p === 0) return outputGradient;
    const inputGradient = this.#inputGradient.take(outputGradient.length);
    for (let k = 0; k < outputGradient.length; k++) inputGradient[k] = outputGradient[k]! * this.#noise[k]!;
    return inputGradient;
  }
}
