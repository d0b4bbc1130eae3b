/**
 * Random numbers for drawing, the same on every machine: integer arithmetic only. They are not PyTorch's; those are
 * in `../random`.
 */
export class SeededRandom {
  /** One number in an array: a field would take a new heap number for every draw. */
  readonly #state: Int32Array;

  constructor(seed: number) {
    this.#state = Int32Array.of(seed);
  }

  /** A whole number below 2^32: a Weyl sequence, mixed by MurmurHash3's finalizer. */
  #nextInteger(): number {
    let mixed = (this.#state[0]! + 0x9e3779b9) | 0;
    this.#state[0] = mixed;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  }

  /** A number from `low` to below `high`, all equally likely. */
  between(low: number, high: number): number {
    return low + (high - low) * (this.#nextInteger() / 0x1_0000_0000);
  }

  /** A whole number from 0 to below `count`. */
  below(count: number): number {
    return Math.floor(this.between(0, count));
  }

  /** A number around 0 with the standard deviation `deviation`, nearly normal: a sum of three uniform ones. */
  around0(deviation: number): number {
    return (this.between(-1, 1) + this.between(-1, 1) + this.between(-1, 1)) * deviation;
  }
}
