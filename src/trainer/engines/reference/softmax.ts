import type { Shape } from "../../../model/modelSpec";
import { softmaxAxis } from "../../../model/softmaxAxis";
import { elementCount } from "../../../model/stateDict";
import type { Batch, Operation } from "./operation";
import { GrowingBuffer, type Precision, type Reals } from "./precision";

/** Values along one dimension of a sample: `count` of them, `inner` apart. */
export interface Lanes {
  readonly count: number;
  readonly inner: number;
}

/** The values along dimension `dim` of a batch of such samples. */
export function lanesAlong(dim: number | null, shape: Shape): Lanes {
  const axis = softmaxAxis(dim, shape.length);
  if (axis === undefined) throw new Error("A softmax across the batch cannot be trained; its obstacle says so.");
  return { count: shape[axis]!, inner: elementCount(shape.slice(axis + 1)) };
}

/** `Softmax` or `LogSoftmax` along one dimension of each sample. */
export class Softmax implements Operation {
  readonly #output: GrowingBuffer;
  readonly #inputGradient: GrowingBuffer;

  constructor(
    private readonly lanes: Lanes,
    private readonly isLog: boolean,
    precision: Precision,
  ) {
    this.#output = new GrowingBuffer(precision);
    this.#inputGradient = new GrowingBuffer(precision);
  }

  forward({ rows, values }: Batch): Batch {
    const output = this.#output.take(values.length);
    this.#forEachLane(values.length, indexes => {
      const highest = indexes.reduce((best, k) => Math.max(best, values[k]!), -Infinity);
      const total = indexes.reduce((sum, k) => sum + Math.exp(values[k]! - highest), 0);
      for (const k of indexes) {
        const above = values[k]! - highest;
        output[k] = this.isLog ? above - Math.log(total) : Math.exp(above) / total;
      }
    });
    return { rows, values: output, background: 0 };
  }

  backward(outputGradient: Reals): Reals {
    const output = this.#output.take(outputGradient.length);
    const inputGradient = this.#inputGradient.take(outputGradient.length);
    this.#forEachLane(outputGradient.length, indexes => {
      const sum = indexes.reduce((part, k) => part + outputGradient[k]! * (this.isLog ? 1 : output[k]!), 0);
      for (const k of indexes) {
        inputGradient[k] = this.isLog
          ? outputGradient[k]! - Math.exp(output[k]!) * sum
          : output[k]! * (outputGradient[k]! - sum);
      }
    });
    return inputGradient;
  }

  #forEachLane(length: number, visit: (indexes: readonly number[]) => void): void {
    const { count, inner } = this.lanes;
    for (let begin = 0; begin < length; begin += count * inner) {
      for (let offset = 0; offset < inner; offset++) {
        visit(Array.from({ length: count }, (_, k) => begin + offset + k * inner));
      }
    }
  }
}
