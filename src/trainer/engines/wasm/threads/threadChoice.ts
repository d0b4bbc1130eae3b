/** Steps that are timed at once. */
const TRIAL_STEPS = 16;
/** What is shorter than this, in steps and in time, proves nothing. */
const LEAST_STEPS = 8;
const LEAST_MS = 10;
/** How often each number is timed. The fastest time counts: others only say what else the machine did. */
const TRIALS = 3;

/** Finds out how many threads are fastest while they train; the numbers come out the same with any. */
export class ThreadChoice {
  readonly #stepMs: Map<number, number>;
  /** Numbers still to be tried; the first round lets each get warm. */
  readonly #trials: number[];

  constructor(private readonly candidates: readonly number[]) {
    this.#stepMs = new Map(candidates.map(threads => [threads, Infinity]));
    this.#trials = candidates.length > 1 ? Array.from({ length: 1 + TRIALS }, () => candidates).flat() : [];
  }

  /** How many threads to take for the next steps, and after how many steps to ask again. */
  next(): { readonly threads: number; readonly steps: number } {
    const threads = this.#trials[0];
    if (threads !== undefined) return { threads, steps: TRIAL_STEPS };
    const fastest = this.candidates.reduce((best, other) =>
      this.#stepMs.get(other)! < this.#stepMs.get(best)! ? other : best,
    );
    return { threads: fastest, steps: Infinity };
  }

  /** Takes note of how long `steps` steps took with what `next` said. */
  learn(steps: number, ms: number): void {
    if (this.#trials.length === 0 || (steps < LEAST_STEPS && ms < LEAST_MS)) return;
    const isWarm = this.#trials.length <= TRIALS * this.candidates.length;
    const threads = this.#trials.shift()!;
    if (isWarm) this.#stepMs.set(threads, Math.min(this.#stepMs.get(threads)!, ms / steps));
  }
}
