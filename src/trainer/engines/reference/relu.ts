import type { Batch, Operation } from "./operation";
import { GrowingBuffer, type Precision, type Reals } from "./precision";

/** `max(x, 0)`; NaN stays NaN and lets its gradient through, as in PyTorch. */
export class Relu implements Operation {
  readonly #output: GrowingBuffer;
  readonly #inputGradient: GrowingBuffer;
  #last: Reals;

  constructor(precision: Precision) {
    this.#output = new GrowingBuffer(precision);
    this.#inputGradient = new GrowingBuffer(precision);
    this.#last = this.#output.take(0);
  }

  forward({ rows, values }: Batch): Batch {
    const output = this.#output.take(values.length);
    for (let k = 0; k < values.length; k++) {
      const value = values[k]!;
      output[k] = value < 0 ? 0 : value;
    }
    this.#last = output;
    return { rows, values: output, background: 0 };
  }

  backward(outputGradient: Reals): Reals {
    const inputGradient = this.#inputGradient.take(outputGradient.length);
    const last = this.#last;
    for (let k = 0; k < last.length; k++) inputGradient[k] = last[k]! <= 0 ? 0 : outputGradient[k]!;
    return inputGradient;
  }
}
