/** Values of all rows of a batch in the activation buffer. */
export interface Values {
  /** Values of a row. */
  readonly width: number;
  /** Numbers from one row to the next: room for a 1 behind the values, which a bias is multiplied with, and zeros. */
  readonly stride: number;
  /** Where row 0 begins, in WGSL. */
  readonly base: string;
  /** Where row 0 of the next step begins, for values that are kept for two steps. */
  readonly nextBase: string;
  /** The same as a number, of the first of the two. */
  readonly offset: number;
}

/** What an operation gives, and the loss's gradient by that. */
export interface Activation {
  readonly values: Values;
  readonly gradient: Values;
}

/** Hands out places in the activation buffer for batches of up to `rows` samples. */
export class ActivationSpace {
  readonly #values: { readonly values: Values; readonly steps: number }[] = [];
  #floats = 0;

  constructor(readonly rows: number) {}

  /** Numbers that are handed out. */
  get floats(): number {
    return this.#floats;
  }

  /** Room for `width` values of each row, twice over when two `steps` in turn use it. */
  reserve(width: number, steps: 1 | 2 = 1): Values {
    const stride = 4 * Math.ceil((width + 1) / 4);
    const offset = this.#floats;
    const size = this.rows * stride;
    this.#floats += steps * size;
    const [base, nextBase] =
      steps === 1
        ? [`${offset}u`, `${offset}u`]
        : [`(${offset}u + (s.flags & 1u) * ${size}u)`, `(${offset}u + ((s.flags & 1u) ^ 1u) * ${size}u)`];
    const values = { width, stride, base, nextBase, offset };
    this.#values.push({ values, steps });
    return values;
  }

  activation(width: number, steps: 1 | 2 = 1): Activation {
    return { values: this.reserve(width, steps), gradient: this.reserve(width) };
  }

  /** What the buffer is to hold at first: the ones behind the values. */
  initial(): Float32Array {
    const numbers = new Float32Array(this.#floats);
    for (const { values, steps } of this.#values) {
      for (let row = 0; row < steps * this.rows; row++) numbers[values.offset + row * values.stride + values.width] = 1;
    }
    return numbers;
  }
}

/** The WGSL of one value of row `row`. */
export function valueAt(values: Values, row: string, index: string): string {
  return `ACT[${rowOf(values, row)} + ${index}]`;
}

/** The WGSL of where row `row` begins. */
export function rowOf({ base, stride }: Values, row: string): string {
  return `${base} + ${row} * ${stride}u`;
}
