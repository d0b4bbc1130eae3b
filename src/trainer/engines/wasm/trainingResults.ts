import type { Arena } from "./arena";

/** How much there is room for. */
interface ResultSizes {
  /** Rows of a batch. */
  readonly capacity: number;
  readonly groupSteps: number;
  readonly threads: number;
  readonly parameterCount: number;
  readonly testCount: number;
}

/** What threads find out, in the memory they share. */
export class TrainingResults {
  /** A float64 for each row of the batch. */
  readonly rowLosses: number;
  /** A byte for each test image: its class as the network sees it. */
  readonly predictions: number;
  readonly #memory: WebAssembly.Memory;
  readonly #stepLosses: number;
  readonly #squares: number;
  readonly #evaluationLosses: number;

  constructor(
    private readonly sizes: ResultSizes,
    arena: Arena,
  ) {
    const { capacity, groupSteps, threads, testCount } = sizes;
    this.#memory = arena.memory;
    this.rowLosses = arena.reserve(8 * capacity);
    this.predictions = arena.reserve(testCount);
    this.#stepLosses = arena.reserve(4 * groupSteps);
    this.#squares = arena.reserve(8 * groupSteps * this.#squaresPerStep);
    this.#evaluationLosses = arena.reserve(8 * threads);
  }

  sumRowLosses(begin: number, end: number): number {
    let sum = 0;
    for (const loss of this.#doubles(this.rowLosses + 8 * begin, end - begin)) sum += loss; // reduce() took 5 % of a step
    return sum;
  }

  /** The losses of the steps of a group. */
  stepLosses(count: number): Float32Array {
    return new Float32Array(this.#memory.buffer, this.#stepLosses, count);
  }

  clearSquares(steps: number): void {
    this.#doubles(this.#squares, steps * this.#squaresPerStep).fill(0);
  }

  /** Where a thread adds the squares of the gradients of a step, counted from 0 in its group. */
  squaresOf(groupStep: number, thread: number): number {
    return this.#squares + 8 * (groupStep * this.#squaresPerStep + thread * this.sizes.parameterCount);
  }

  /** The L2 norm of each parameter's gradient in a step, which all threads have measured. */
  gradientNorms(groupStep: number): Float64Array {
    const { parameterCount } = this.sizes;
    const squares = this.#doubles(this.squaresOf(groupStep, 0), this.#squaresPerStep);
    return Float64Array.from({ length: parameterCount }, (_, parameter) => {
      let sum = 0;
      for (let at = parameter; at < squares.length; at += parameterCount) sum += squares[at]!;
      return Math.sqrt(sum);
    });
  }

  /** The sum of the losses that each thread found in its part of an evaluation. */
  evaluationLosses(threads: number): Float64Array {
    return this.#doubles(this.#evaluationLosses, threads);
  }

  readPredictions(): Uint8Array {
    return new Uint8Array(this.#memory.buffer, this.predictions, this.sizes.testCount).slice();
  }

  get #squaresPerStep(): number {
    return this.sizes.threads * this.sizes.parameterCount;
  }

  #doubles(address: number, count: number): Float64Array {
    return new Float64Array(this.#memory.buffer, address, count);
  }
}
