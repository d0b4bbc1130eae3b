interface Storage {
  values: Float64Array;
  /** How much is taken; a series that ends here may write on, any other copies. */
  filled: number;
}

const FIRST_CAPACITY = 256;

/**
 * Numbers that only ever grow at their end. A value: `append` returns a longer series and leaves this one as it is,
 * yet the two share memory, so a run of 100,000 steps costs no copy per message.
 */
export class GrowingSeries {
  static readonly EMPTY = new GrowingSeries({ values: new Float64Array(0), filled: 0 }, 0);

  readonly #storage: Storage;

  private constructor(
    storage: Storage,
    readonly length: number,
  ) {
    this.#storage = storage;
  }

  append(added: readonly number[]): GrowingSeries {
    if (added.length === 0) return this;
    const length = this.length + added.length;
    const { values, filled } = this.#storage;
    const fits = filled === this.length && length <= values.length;
    const storage = fits ? this.#storage : this.#copy(Math.max(FIRST_CAPACITY, 2 * length));
    storage.values.set(added, this.length);
    storage.filled = length;
    return new GrowingSeries(storage, length);
  }

  /** The value at `index`, NaN outside. */
  at(index: number): number {
    return (index < this.length ? this.#storage.values[index] : undefined) ?? NaN;
  }

  get last(): number {
    return this.at(this.length - 1);
  }

  /** All values, to read. */
  get values(): ArrayLike<number> {
    return this.#storage.values.subarray(0, this.length);
  }

  #copy(capacity: number): Storage {
    const values = new Float64Array(capacity);
    values.set(this.#storage.values.subarray(0, this.length));
    return { values, filled: this.length };
  }
}
