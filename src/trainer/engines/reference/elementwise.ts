import type { Batch, Operation } from "./operation";
import { GrowingBuffer, type Precision, type Reals } from "./precision";

/** A function of single values, and its derivative where the input is `x` and the output `y`. */
export interface ScalarFunction {
  readonly value: (x: number) => number;
  readonly slope: (x: number, y: number) => number;
}

/** Applies a function to each value. */
export class Elementwise implements Operation {
  readonly #output: GrowingBuffer;
  readonly #inputGradient: GrowingBuffer;
  #input: Reals;

  constructor(
    private readonly scalar: ScalarFunction,
    precision: Precision,
  ) {
    this.#output = new GrowingBuffer(precision);
    this.#inputGradient = new GrowingBuffer(precision);
    this.#input = precision.allocate(0);
  }

  forward({ rows, values }: Batch): Batch {
    const output = this.#output.take(values.length);
    for (let k = 0; k < values.length; k++) output[k] = this.scalar.value(values[k]!);
    this.#input = values;
    return { rows, values: output, background: 0 };
  }

  backward(outputGradient: Reals): Reals {
    const output = this.#output.take(outputGradient.length);
    const inputGradient = this.#inputGradient.take(outputGradient.length);
    for (let k = 0; k < outputGradient.length; k++) {
      inputGradient[k] = outputGradient[k]! * this.scalar.slope(this.#input[k]!, output[k]!);
    }
    return inputGradient;
  }
}
