import type { Batch, Forward } from "../operation";
import { GrowingBuffer, type Precision } from "../precision";

/** The sum of several inputs. */
export class Add implements Forward {
  readonly #output: GrowingBuffer;

  constructor(precision: Precision) {
    this.#output = new GrowingBuffer(precision);
  }

  forward({ rows, values }: Batch, _training: boolean, others: readonly Batch[]): Batch {
    const output = this.#output.take(values.length);
    for (let k = 0; k < values.length; k++) {
      output[k] = others.reduce((sum, other) => sum + other.values[k]!, values[k]!);
    }
    return { rows, values: output, background: 0 };
  }
}

/** `torch.cat` of inputs that have `sizes` values each behind every place of the dimensions before the joined one. */
export class Concatenate implements Forward {
  readonly #output: GrowingBuffer;

  constructor(
    private readonly sizes: readonly number[],
    precision: Precision,
  ) {
    this.#output = new GrowingBuffer(precision);
  }

  forward(input: Batch, _training: boolean, others: readonly Batch[]): Batch {
    const inputs = [input, ...others].map(({ values }) => values);
    const output = this.#output.take(inputs.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (let piece = 0; at < output.length; piece++) {
      inputs.forEach((values, index) => {
        const size = this.sizes[index]!;
        output.set(values.subarray(piece * size, (piece + 1) * size), at);
        at += size;
      });
    }
    return { rows: input.rows, values: output, background: 0 };
  }
}
