/** Values as the engine stores them: float32 for training, float64 to be held against finite differences. */
export type Reals = Float32Array | Float64Array;

/** How numbers are stored. Sums are always made in double and rounded once, when they are stored. */
export interface Precision {
  readonly allocate: (count: number) => Reals;
  readonly round: (value: number) => number;
}

export const FLOAT32: Precision = { allocate: count => new Float32Array(count), round: Math.fround };
export const FLOAT64: Precision = { allocate: count => new Float64Array(count), round: value => value };

/** A buffer that is allocated once and grows when a larger batch comes. */
export class GrowingBuffer {
  #values: Reals;

  constructor(private readonly precision: Precision) {
    this.#values = precision.allocate(0);
  }

  /** `count` values with the contents of the last use. */
  take(count: number): Reals {
    if (this.#values.length < count) this.#values = this.precision.allocate(count);
    return this.#values.subarray(0, count);
  }
}
