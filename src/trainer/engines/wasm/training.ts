import { optionsFor, type TrainingSettings } from "../../../model/trainingSettings";
import { adamRecord } from "./adamRecord";
import { Arena } from "./arena";
import type { ImageSets } from "./imageSets";
import type { Kernels } from "./kernels";
import { Network, type NetworkPlan } from "./network";
import { partOf, type Share, type Work } from "./operation";
import { orderTasks, type OrderedTask } from "./orderTasks";
import { createCrossEntropy, type Loss } from "./operations/crossEntropy";

/** Rows are shared in groups that the kernels compute at once. */
const ROW_GROUP = 4;
const ALL: Share = { index: 0, count: 1 };
const OPTIMIZER_BYTES = 64;
const BARRIER_BYTES = 64;

/** Everything that threads must know alike. Plain data. */
export interface TrainingPlan extends NetworkPlan {
  readonly settings: TrainingSettings;
  readonly sets: ImageSets;
  /** The first free address behind the image sets. */
  readonly from: number;
  readonly threads: number;
  /** The most steps of a group. */
  readonly groupSteps: number;
}

/** Steps that follow each other without a word to the outside. */
export interface StepGroup {
  /** Where in the epoch's order the first step's batch begins, and where the epoch ends. */
  readonly firstSample: number;
  readonly sampleCount: number;
  readonly count: number;
  /** The number of the first step, from 1 over the whole training. */
  readonly firstStep: number;
  readonly lr: number;
  /** Numbers of the steps whose gradient norms are wanted, in order. */
  readonly normsAt: readonly number[];
}

/**
 * The training of a network in memory that threads share. Each thread has one of its own over the same memory and runs
 * the same steps; `share` says which part of the work is its.
 */
export class Training {
  readonly network: Network;
  readonly #tasks: readonly OrderedTask[];
  readonly #loss: Loss;
  readonly #memory: WebAssembly.Memory;
  readonly #rowLosses: number;
  readonly #stepLosses: number;
  readonly #squares: number;
  readonly #evaluationLosses: number;
  readonly #predictions: number;
  readonly #barrier: number;
  readonly #optimizers: number;
  readonly #scratch: number;
  readonly #scratchBytes: number;

  constructor(
    private readonly plan: TrainingPlan,
    private readonly kernels: Kernels,
    memory: WebAssembly.Memory,
  ) {
    const { threads, groupSteps, sets } = plan;
    const arena = new Arena(memory, plan.from);
    this.#memory = memory;
    this.network = new Network(plan, kernels, arena);
    this.#rowLosses = arena.reserve(8 * plan.capacity);
    this.#stepLosses = arena.reserve(4 * groupSteps);
    this.#squares = arena.reserve(8 * groupSteps * threads * this.network.parameterCount);
    this.#evaluationLosses = arena.reserve(8 * threads);
    this.#predictions = arena.reserve(sets.test.count);
    this.#barrier = arena.reserve(BARRIER_BYTES);
    this.#optimizers = arena.reserve(OPTIMIZER_BYTES * threads);
    this.#scratchBytes = Math.ceil(this.network.scratchBytes / OPTIMIZER_BYTES) * OPTIMIZER_BYTES;
    this.#scratch = arena.reserve(this.#scratchBytes * threads);
    this.#loss = createCrossEntropy(this.network.output, this.#rowLosses, kernels);
    this.#tasks = orderTasks(this.network.operations, this.#loss.task);
  }

  /** Runs this thread's part of a group of steps. */
  runSteps(group: StepGroup, share: Share): void {
    const { settings, sets } = this.plan;
    const stepLosses = new Float32Array(this.#memory.buffer, this.#stepLosses, group.count);
    for (let k = 0; k < group.count; k++) {
      const step = group.firstStep + k;
      const firstSample = group.firstSample + k * settings.batchSize;
      const rows = Math.min(settings.batchSize, group.sampleCount - firstSample);
      const byColumns: Work = {
        set: sets.train,
        order: sets.train.order + 4 * firstSample,
        rows,
        beginRow: 0,
        endRow: rows,
        share,
        scratch: this.#scratch + this.#scratchBytes * share.index,
        optimizer: this.#writeOptimizer(group.lr, step, share),
        squares: this.#squaresOf(group.normsAt.indexOf(step), share.index),
      };
      this.#runStep(byColumns);
      if (share.index === 0) stepLosses[k] = this.#sumRowLosses(0, rows) / rows;
    }
  }

  #runStep(byColumns: Work): void {
    const { share, rows } = byColumns;
    const own = partOf(rows, share, ROW_GROUP);
    const byRows: Work = { ...byColumns, beginRow: own.begin, endRow: own.end, share: ALL };
    for (const { task, waits } of this.#tasks) {
      if (waits && share.count > 1) this.kernels.barrier(this.#barrier, share.count);
      task.run(task.split === "rows" ? byRows : byColumns);
    }
  }

  /** Evaluates this thread's part of the test set. */
  evaluate(share: Share): void {
    const { test } = this.plan.sets;
    const slab = partOf(this.plan.capacity, share, ROW_GROUP);
    const samples = partOf(test.count, share);
    const slabRows = slab.end - slab.begin;
    let lossSum = 0;
    for (let sample = samples.begin; sample < samples.end; sample += slabRows) {
      const rows = Math.min(slabRows, samples.end - sample);
      const work: Work = {
        set: test,
        order: test.order + 4 * (sample - slab.begin),
        rows,
        beginRow: slab.begin,
        endRow: slab.begin + rows,
        share: ALL,
        scratch: this.#scratch + this.#scratchBytes * share.index,
        optimizer: 0,
        squares: 0,
      };
      for (const { forward } of this.network.operations) forward.run(work);
      this.#loss.task.run(work);
      this.#loss.predict(work, this.#predictions);
      lossSum += this.#sumRowLosses(work.beginRow, work.endRow);
    }
    new Float64Array(this.#memory.buffer, this.#evaluationLosses, this.plan.threads)[share.index] = lossSum;
  }

  /** The losses of the last group of `count` steps. */
  stepLosses(count: number): Float32Array {
    return Float32Array.from(new Float32Array(this.#memory.buffer, this.#stepLosses, count));
  }

  /** Forgets the gradient norms of the last group. */
  clearSquares(measured: number): void {
    new Float64Array(this.#memory.buffer, this.#squares, measured * this.#squaresPerStep).fill(0);
  }

  /** The gradient norms of the step that was measured as number `measured` of the last group, from 0. */
  gradientNorms(measured: number): Float64Array {
    const { parameterCount } = this.network;
    const squares = new Float64Array(this.#memory.buffer, this.#squaresOf(measured, 0), this.#squaresPerStep);
    return Float64Array.from({ length: parameterCount }, (_, parameter) => {
      let sum = 0;
      for (let at = parameter; at < squares.length; at += parameterCount) sum += squares[at]!;
      return Math.sqrt(sum);
    });
  }

  /** What the evaluation by `threads` threads came to: the sum of the losses, and a class for each test image. */
  evaluation(threads: number): { readonly lossSum: number; readonly predictions: Uint8Array } {
    const sums = new Float64Array(this.#memory.buffer, this.#evaluationLosses, threads);
    const predictions = new Uint8Array(this.#memory.buffer, this.#predictions, this.plan.sets.test.count);
    return { lossSum: sums.reduce((total, sum) => total + sum, 0), predictions };
  }

  get #squaresPerStep(): number {
    return this.plan.threads * this.network.parameterCount;
  }

  /** Where a thread adds the squares of a measured step; 0 for a step that is not measured. */
  #squaresOf(measured: number, thread: number): number {
    if (measured < 0) return 0;
    return this.#squares + 8 * (measured * this.#squaresPerStep + thread * this.network.parameterCount);
  }

  #writeOptimizer(lr: number, step: number, share: Share): number {
    const address = this.#optimizers + OPTIMIZER_BYTES * share.index;
    const record = adamRecord(optionsFor(this.plan.settings, "adam"), lr, step);
    new Float32Array(this.#memory.buffer, address, record.length).set(record);
    return address;
  }

  #sumRowLosses(begin: number, end: number): number {
    const losses = new Float64Array(this.#memory.buffer, this.#rowLosses + 8 * begin, end - begin);
    return losses.reduce((sum, loss) => sum + loss, 0);
  }
}
