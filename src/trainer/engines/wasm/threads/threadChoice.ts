/** When numbers of threads are timed, and how. */
interface Round {
  /** Steps since the threads stand. */
  readonly after: number;
  /** How many of the fastest numbers are timed. */
  readonly numbers: number;
  /** How often each is timed, all in a row: threads that slept take a tenth of a second to find each other awake. */
  readonly times: number;
  /** How many steps are timed at once: few are not worth waking a thread for. */
  readonly steps: number;
}

/** Young threads are slow, as their code is: the first round only says what to do until the second. */
const ROUNDS: readonly Round[] = [
  { after: 0, numbers: Infinity, times: 2, steps: 16 },
  { after: 1000, numbers: Infinity, times: 8, steps: 32 },
  { after: 2500, numbers: 2, times: 8, steps: 64 },
];
/** What is shorter than this, in steps and in time, proves nothing. */
const LEAST_STEPS = 8;
const LEAST_MS = 10;

/** Finds out how many threads are fastest while they train; the numbers come out the same with any. */
export class ThreadChoice {
  readonly #rounds: Round[];
  /** The fastest first, as far as is known. */
  #ranking: readonly number[];
  /** Of the round that goes on: the numbers still to be timed, how many steps at once, and what was found. */
  #trials: readonly number[] = [];
  #trialSteps = 0;
  readonly #stepMs = new Map<number, number>();
  #done = 0;

  /** The first of `candidates` is taken until they were timed. */
  constructor(candidates: readonly number[]) {
    this.#ranking = candidates;
    this.#rounds = candidates.length > 1 ? [...ROUNDS] : [];
  }

  /** How many threads to take for the next steps, and after how many steps to ask again. */
  next(): { readonly threads: number; readonly steps: number } {
    if (this.#trials.length === 0) this.#beginRound();
    const [threads] = this.#trials;
    if (threads !== undefined) return { threads, steps: this.#trialSteps };
    const [coming] = this.#rounds;
    return { threads: this.#ranking[0]!, steps: coming ? coming.after - this.#done : Infinity };
  }

  /**
   * Takes note of how long `steps` steps took with what `next` said. The fastest time of a number counts: others only
   * say what else the machine did.
   */
  learn(steps: number, ms: number): void {
    this.#done += steps;
    const [threads, ...others] = this.#trials;
    if (threads === undefined || (steps < LEAST_STEPS && ms < LEAST_MS)) return;
    this.#stepMs.set(threads, Math.min(this.#timeOf(threads), ms / steps));
    this.#trials = others;
    if (others.length > 0) return;
    this.#ranking = this.#ranking.toSorted((a, b) => this.#timeOf(a) - this.#timeOf(b));
  }

  #beginRound(): void {
    const [coming] = this.#rounds;
    if (!coming || coming.after > this.#done) return;
    this.#rounds.shift();
    this.#ranking = this.#ranking.slice(0, coming.numbers);
    this.#trials = this.#ranking.flatMap(threads => Array<number>(coming.times).fill(threads));
    this.#trialSteps = coming.steps;
    this.#stepMs.clear();
  }

  #timeOf(threads: number): number {
    return this.#stepMs.get(threads) ?? Infinity;
  }
}
