import type { TrainingSettings } from "../../../model/trainingSettings";
import { Arena, CACHE_LINE } from "./arena";
import { clippedUpdate } from "./clippedUpdate";
import type { ImageSets } from "./imageSets";
import type { Kernels } from "./kernels";
import { Network, type NetworkPlan } from "./network";
import { partOf, type Share, type ThreadRoom, type Work } from "./operation";
import { createLoss, type Loss } from "./operations/loss";
import { RECORD_BYTES, writeOptimizerRecord } from "./optimizerRecord";
import { orderTasks, type OrderedTask } from "./orderTasks";
import { TrainingResults } from "./trainingResults";

/** Rows are shared in groups that the kernels compute at once. */
const ROW_GROUP = 4;
const ALL: Share = { index: 0, count: 1 };

/** Everything that threads must know alike. Plain data. */
export interface TrainingPlan extends NetworkPlan {
  readonly settings: TrainingSettings;
  readonly sets: ImageSets;
  /** The first free address behind the image sets. */
  readonly from: number;
  readonly threads: number;
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
  readonly results: TrainingResults;
  readonly #tasks: readonly OrderedTask[];
  readonly #loss: Loss;
  readonly #barrier: number;
  readonly #optimizers: number;
  readonly #rooms: number;

  constructor(
    private readonly plan: TrainingPlan,
    private readonly kernels: Kernels,
    private readonly memory: WebAssembly.Memory,
  ) {
    const { threads, sets, settings } = plan;
    const arena = new Arena(memory, plan.from);
    this.network = new Network(plan, kernels, arena);
    const { output, operations, parameterCount, roomBytes } = this.network;
    this.results = new TrainingResults({ ...plan, parameterCount, testCount: sets.test.count }, arena);
    this.#barrier = arena.reserve(CACHE_LINE);
    this.#optimizers = arena.reserve(RECORD_BYTES * threads);
    this.#rooms = arena.reserve(roomBytes * threads);
    this.#loss = createLoss(settings.loss, output, this.results.rowLosses, kernels);
    const { clipping } = settings;
    const afterwards =
      clipping?.kind === "norm" ? clippedUpdate(clipping.maxNorm, this.network, this.results, kernels) : [];
    this.#tasks = orderTasks(operations, this.#loss.task, afterwards);
  }

  /** Runs this thread's part of a group of steps. */
  runSteps(group: StepGroup, share: Share): void {
    const { settings, sets } = this.plan;
    const measuresAll = settings.clipping?.kind === "norm";
    const stepLosses = this.results.stepLosses(group.count);
    for (let groupStep = 0; groupStep < group.count; groupStep++) {
      const step = group.firstStep + groupStep;
      const firstSample = group.firstSample + groupStep * settings.batchSize;
      const rows = Math.min(settings.batchSize, group.sampleCount - firstSample);
      const isMeasured = measuresAll || group.normsAt.includes(step);
      const record = this.#optimizers + RECORD_BYTES * share.index;
      this.#runStep({
        set: sets.train,
        order: sets.train.order + 4 * firstSample,
        rows,
        training: true,
        groupStep,
        beginRow: 0,
        endRow: rows,
        share,
        room: this.#roomOf(share),
        optimizer: writeOptimizerRecord(this.memory, record, settings, group.lr, step),
        squares: isMeasured ? this.results.squaresOf(groupStep, share.index) : 0,
      });
      if (share.index === 0) stepLosses[groupStep] = this.results.sumRowLosses(0, rows) / rows;
    }
  }

  /** Evaluates this thread's part of the test images `begin` to `end`. */
  evaluate(begin: number, end: number, share: Share): void {
    const { test } = this.plan.sets;
    const slab = partOf(this.plan.capacity, share, ROW_GROUP);
    const samples = partOf(end - begin, share);
    const slabRows = slab.end - slab.begin;
    let lossSum = 0;
    for (let sample = samples.begin; sample < samples.end; sample += slabRows) {
      const rows = Math.min(slabRows, samples.end - sample);
      const work: Work = {
        set: test,
        order: test.order + 4 * (begin + sample - slab.begin),
        rows,
        training: false,
        groupStep: 0,
        beginRow: slab.begin,
        endRow: slab.begin + rows,
        share: ALL,
        room: this.#roomOf(share),
        optimizer: 0,
        squares: 0,
      };
      for (const { forward } of this.network.operations) forward.run(work);
      this.#loss.task.run(work);
      this.#loss.predict(work, this.results.predictions);
      lossSum += this.results.sumRowLosses(work.beginRow, work.endRow);
    }
    this.results.evaluationLosses(this.plan.threads)[share.index] = lossSum;
  }

  #roomOf({ index }: Share): ThreadRoom {
    return this.network.roomAt(this.#rooms + this.network.roomBytes * index);
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
}
