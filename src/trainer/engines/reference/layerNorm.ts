import { meanAndVariance, normalizedGradient } from "./normalize";
import type { Batch, Operation, Parameter } from "./operation";
import { GrowingBuffer, type Precision, type Reals } from "./precision";

/** `nn.LayerNorm` over groups of `size` values that follow each other. */
export class LayerNorm implements Operation {
  readonly #output: GrowingBuffer;
  readonly #inputGradient: GrowingBuffer;
  #groups: { readonly z: number[]; readonly deviation: number }[] = [];

  constructor(
    private readonly size: number,
    private readonly eps: number,
    private readonly weight: Parameter | undefined,
    private readonly bias: Parameter | undefined,
    precision: Precision,
  ) {
    this.#output = new GrowingBuffer(precision);
    this.#inputGradient = new GrowingBuffer(precision);
  }

  forward({ rows, values }: Batch): Batch {
    const output = this.#output.take(values.length);
    this.#groups = Array.from({ length: values.length / this.size }, (_, group) => {
      const indexes = this.#indexesOf(group);
      const { mean, variance } = meanAndVariance(values, indexes);
      const deviation = Math.sqrt(variance + this.eps);
      const z = indexes.map(k => (values[k]! - mean) / deviation);
      indexes.forEach((k, at) => {
        output[k] = z[at]! * (this.weight?.values[at] ?? 1) + (this.bias?.values[at] ?? 0);
      });
      return { z, deviation };
    });
    return { rows, values: output, background: 0 };
  }

  backward(outputGradient: Reals): Reals {
    const inputGradient = this.#inputGradient.take(outputGradient.length);
    this.#groups.forEach(({ z, deviation }, group) => {
      const indexes = this.#indexesOf(group);
      const slopes = indexes.map((k, at) => outputGradient[k]! * (this.weight?.values[at] ?? 1));
      normalizedGradient(slopes, z, deviation).forEach((slope, at) => (inputGradient[indexes[at]!] = slope));
      indexes.forEach((k, at) => {
        if (this.weight) this.weight.gradient[at]! += outputGradient[k]! * z[at]!;
        if (this.bias) this.bias.gradient[at]! += outputGradient[k]!;
      });
    });
    return inputGradient;
  }

  #indexesOf(group: number): number[] {
    return Array.from({ length: this.size }, (_, at) => group * this.size + at);
  }
}
