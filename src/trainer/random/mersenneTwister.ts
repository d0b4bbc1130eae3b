const STATE_WORDS = 624;
const SHIFT_WORDS = 397;
const UPPER_MASK = 0x80000000;
const LOWER_MASK = 0x7fffffff;
const MATRIX_A = 0x9908b0df;

/** MT19937 by Matsumoto and Nishimura (1998), seeded by `init_genrand` as `at::mt19937` does. */
export class MersenneTwister {
  readonly #state = new Uint32Array(STATE_WORDS);
  #index = STATE_WORDS;

  /** Only the low 32 bits of `seed` matter, as in PyTorch. */
  constructor(seed: bigint) {
    const state = this.#state;
    state[0] = Number(BigInt.asUintN(32, seed));
    for (let j = 1; j < STATE_WORDS; j++) {
      const previous = state[j - 1]!;
      state[j] = Math.imul(1812433253, previous ^ (previous >>> 30)) + j;
    }
  }

  /** All that decides what comes next. */
  save(): { readonly words: Uint32Array; readonly index: number } {
    return { words: this.#state.slice(), index: this.#index };
  }

  restore({ words, index }: { readonly words: Uint32Array; readonly index: number }): void {
    this.#state.set(words);
    this.#index = index;
  }

  /** The next raw output, 0 to 2^32 - 1. */
  nextUint32(): number {
    if (this.#index === STATE_WORDS) this.#twist();
    let y = this.#state[this.#index++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  #twist(): void {
    const state = this.#state;
    for (let k = 0; k < STATE_WORDS; k++) {
      const y = (state[k]! & UPPER_MASK) | (state[(k + 1) % STATE_WORDS]! & LOWER_MASK);
      state[k] = state[(k + SHIFT_WORDS) % STATE_WORDS]! ^ (y >>> 1) ^ (y & 1 ? MATRIX_A : 0);
    }
    this.#index = 0;
  }
}
