/** How far a tensor moved, over the elements that are finite on both sides. */
export interface TensorDifference {
  /** L2 norm of `after - before`. */
  readonly l2: number;
  /** `l2` over the L2 norm of `before`; infinite when that is zero and something changed. */
  readonly relativeL2: number;
  /** Of the angle between both; absent when one of them is zero. */
  readonly cosine?: number;
  /** The largest absolute change of an element. */
  readonly largest: number;
  /** Elements left out because they are NaN or infinite on one side or both. */
  readonly nonFinite: number;
}

/** Sums up the difference of two tensors piece by piece, in double precision. */
export class DifferenceSums {
  #before = 0;
  #after = 0;
  #product = 0;
  #squares = 0;
  #largest = 0;
  #nonFinite = 0;

  /** Adds elements of `parts` numbers each; both arrays have the same length. */
  add(before: Float64Array, after: Float64Array, parts: 1 | 2): void {
    for (let at = 0; at < before.length; at += parts) {
      const last = at + parts - 1;
      const isFinite = Number.isFinite;
      if (!(isFinite(before[at]) && isFinite(before[last]) && isFinite(after[at]) && isFinite(after[last]))) {
        this.#nonFinite++;
        continue;
      }
      let squares = 0;
      for (let part = at; part <= last; part++) {
        const old = before[part]!;
        const young = after[part]!;
        squares += (young - old) ** 2;
        this.#before += old * old;
        this.#after += young * young;
        this.#product += old * young;
      }
      this.#squares += squares;
      this.#largest = Math.max(this.#largest, Math.sqrt(squares));
    }
  }

  get difference(): TensorDifference {
    const l2 = Math.sqrt(this.#squares);
    const norms = Math.sqrt(this.#before) * Math.sqrt(this.#after);
    return {
      l2,
      relativeL2: l2 === 0 ? 0 : l2 / Math.sqrt(this.#before),
      ...(norms > 0 && { cosine: Math.max(-1, Math.min(1, this.#product / norms)) }),
      largest: this.#largest,
      nonFinite: this.#nonFinite,
    };
  }
}
