import * as l10n from "@vscode/l10n";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { distFolder } from "../../distFolder";
import type {
  Engine,
  EngineFactory,
  EngineInputs,
  EpochPlan,
  EvaluationResults,
  HeadStart,
  StepNorms,
  StepResults,
  Weights,
} from "../engine";
import { createMemory } from "./arena";
import { compileKernels, instantiateKernels, type CompiledKernels } from "./compileKernels";
import { computeOutputs } from "./computeOutputs";
import { Groundwork } from "./groundwork";
import { stateNames } from "../optimizerState";
import { stateScale } from "./optimizerRecord";
import { planTraining } from "./planTraining";
import { singleSampleBatch } from "../singleSampleBatch";
import { ThreadChoice } from "./threads/threadChoice";
import type { ThreadSetup, ThreadTask } from "./threads/threadMessages";
import { ThreadTeam } from "./threads/threadTeam";
import { runTask } from "./threads/runTask";
import { Training, type StepGroup, type TrainingPlan } from "./training";
import { OPERATIONS } from "./operations";
import { whyNotRows } from "../whyNotRows";

/** Test images that are evaluated before anything else gets its turn. */
const EVALUATED_AT_ONCE = 2000;
/** More threads would share too little work. */
const MOST_THREADS = 16;

/** Makes the engine of every machine: kernels in WebAssembly with SIMD, nothing to install. */
export const wasmFactory: EngineFactory = {
  kind: "wasm",
  isBuiltIn: true,
  whyUnavailable: () => Promise.resolve(whyUnavailable()),
  whyUnable: model => whyNotRows(model, type => type in OPERATIONS),
  prepare: (model, settings) => new Groundwork(model, settings),
  create: async (inputs, headStart) => {
    const engine = new WasmEngine(inputs, groundworkFor(inputs, headStart));
    await engine.ready;
    return engine;
  },
};

function whyUnavailable(): string | undefined {
  try {
    const { module } = compileKernels();
    instantiateKernels(module, createMemory());
    return undefined;
  } catch (error) {
    return l10n.t("its kernels do not run here ({0})", (error as Error).message);
  }
}

function groundworkFor({ model, settings, dataset }: EngineInputs, headStart?: HeadStart): Groundwork {
  const isUsable = headStart instanceof Groundwork && headStart.fits(dataset);
  return isUsable ? headStart : new Groundwork(model, settings);
}

class WasmEngine implements Engine {
  readonly kind = "wasm";
  readonly device: string;
  /** Resolves when the threads that were asked for stand. */
  readonly ready: Promise<void> = Promise.resolve();
  readonly #memory: WebAssembly.Memory;
  readonly #compiled: CompiledKernels;
  readonly #plan: TrainingPlan;
  readonly #training: Training;
  /** The most that are tried. */
  readonly #threads: number;
  #team: ThreadTeam | undefined;
  #choice = new ThreadChoice([1]);
  #epoch = { position: 0, sampleCount: 0, lr: 0 };
  #step: number;

  constructor(
    private readonly inputs: EngineInputs,
    groundwork: Groundwork,
  ) {
    const cores = Math.min(availableParallelism(), MOST_THREADS);
    this.#memory = groundwork.memory;
    this.#compiled = groundwork.compiled;
    this.#plan = planTraining(inputs, Math.min(inputs.threads ?? cores, cores), groundwork);
    const { threads } = this.#plan;
    this.device = describeDevice(this.#compiled, inputs.threads !== undefined, threads);
    this.#training = new Training(this.#plan, groundwork.kernels, this.#memory);
    this.#training.network.writeWeights(inputs.weights);
    stateNames(inputs.settings).forEach((name, array) => {
      const values = inputs.resume?.optimizer.get(name);
      if (values) this.#training.network.writeState(array, values, stateScale(inputs.settings, name));
    });
    this.#step = inputs.resume?.step ?? 0;
    const { test } = this.#plan.sets;
    this.#writeOrder(
      test.order,
      Int32Array.from({ length: test.count }, (_, k) => k),
    );
    this.#threads = threads;
    if (inputs.threads !== undefined && threads > 1) this.ready = this.#startTeam([threads]);
  }

  beginEpoch({ order, lr }: EpochPlan): Promise<void> {
    this.#writeOrder(this.#plan.sets.train.order, order);
    this.#epoch = { position: 0, sampleCount: order.length, lr };
    return Promise.resolve();
  }

  async runSteps(count: number, normsAt: readonly number[]): Promise<StepResults> {
    const losses = new Float32Array(count);
    const norms: StepNorms[] = [];
    const { results } = this.#training;
    // not before the first results: starting threads takes from what those need
    if (this.#step > 0 && this.#threads > 1 && !this.#team) {
      this.#startTeam(threadCandidates(this.#threads)).catch(() => undefined); // nobody asked for them: one is enough
    }
    for (let done = 0; done < count;) {
      const choice = this.#choice;
      const { threads, steps } = choice.next();
      const group = this.#nextGroup(Math.min(this.#plan.groupSteps, steps, count - done), normsAt);
      this.#drawMasks(group);
      results.clearSquares(group.count);
      const startedMs = performance.now();
      await this.#run({ type: "run-steps", group }, threads);
      choice.learn(group.count, performance.now() - startedMs);
      losses.set(results.stepLosses(group.count), done);
      for (const step of group.normsAt) norms.push({ step, norms: results.gradientNorms(step - group.firstStep) });
      done += group.count;
    }
    return { losses, norms };
  }

  async evaluate(): Promise<EvaluationResults> {
    const { threads } = this.#choice.next();
    const { results } = this.#training;
    const { count } = this.inputs.dataset.test;
    let lossSum = 0;
    for (let begin = 0; begin < count; begin += EVALUATED_AT_ONCE) {
      await this.#run({ type: "evaluate", begin, end: Math.min(begin + EVALUATED_AT_ONCE, count) }, threads);
      for (const loss of results.evaluationLosses(threads)) lossSum += loss;
      await setImmediate(); // a wide network takes a while; the process shows that it lives
    }
    return { lossSum, predictions: results.readPredictions() };
  }

  async forward(inputs: Float32Array, count: number): Promise<Float32Array> {
    return computeOutputs(this.inputs.model, await this.readWeights(), inputs, count, this.#compiled.module);
  }

  readWeights(): Promise<Weights> {
    return Promise.resolve(this.#training.network.readWeights());
  }

  async dispose(): Promise<void> {
    await this.#team?.dispose();
  }

  /** Resolves when the threads stand, of which the best number of `candidates` is used from then on. */
  async #startTeam(candidates: readonly number[]): Promise<void> {
    const setup: ThreadSetup = { plan: this.#plan, module: this.#compiled.module, memory: this.#memory };
    this.#team = new ThreadTeam(join(distFolder(), "wasmThread.js"), this.#threads, setup);
    await this.#team.ready;
    this.#choice = new ThreadChoice(candidates);
  }

  /** One thread is this one: nothing is faster than not asking anybody. */
  async #run(task: ThreadTask, threads: number): Promise<void> {
    if (threads === 1) runTask(this.#training, task, { index: 0, count: 1 });
    else await this.#team!.run(task, threads);
  }

  #nextGroup(count: number, normsAt: readonly number[]): StepGroup {
    const firstStep = this.#step + 1;
    this.#step += count;
    const firstSample = this.#epoch.position;
    this.#epoch.position += count * this.inputs.settings.batchSize;
    const lastRows = this.#epoch.sampleCount - (this.#epoch.position - this.inputs.settings.batchSize);
    if (lastRows === 1 && this.#normalizesBatches()) throw singleSampleBatch();
    return {
      firstSample,
      sampleCount: this.#epoch.sampleCount,
      count,
      firstStep,
      lr: this.#epoch.lr,
      normsAt: normsAt.filter(step => step >= firstStep && step < firstStep + count),
    };
  }

  /** Masks of dropout come from PyTorch's generator, in the order in which the steps would ask for them. */
  #drawMasks({ firstSample, sampleCount, count }: StepGroup): void {
    const { batchSize } = this.inputs.settings;
    for (let groupStep = 0; groupStep < count; groupStep++) {
      const rows = Math.min(batchSize, sampleCount - firstSample - groupStep * batchSize);
      for (const { p, columns, address, stepBytes } of this.#training.network.dropoutMasks) {
        const noise = this.inputs.generator.dropoutNoise(rows * columns, p);
        const mask = new Uint8Array(this.#memory.buffer, address + groupStep * stepBytes, noise.length);
        for (let k = 0; k < noise.length; k++) mask[k] = noise[k] === 0 ? 0 : 1;
      }
    }
  }

  #normalizesBatches(): boolean {
    return this.inputs.model.calls.some(({ layer }) => layer.type === "BatchNorm1d");
  }

  #writeOrder(address: number, order: Int32Array): void {
    new Int32Array(this.#memory.buffer, address, order.length).set(order);
  }
}

/** 1, 2, 4 ... and the most there are. */
function threadCandidates(most: number): number[] {
  const powers = Array.from({ length: Math.ceil(Math.log2(most)) }, (_, exponent) => 2 ** exponent);
  return [...powers, most];
}

const SIMD_NAMES = { wide: "256-bit SIMD", relaxed: "relaxed SIMD", plain: "SIMD" } as const;

function describeDevice({ variant }: CompiledKernels, isGiven: boolean, threads: number): string {
  const cpu = l10n.t("CPU, WebAssembly with {0}", SIMD_NAMES[variant]);
  if (threads === 1) return l10n.t("{0}, 1 thread", cpu);
  return isGiven ? l10n.t("{0}, {1} threads", cpu, threads) : l10n.t("{0}, up to {1} threads", cpu, threads);
}
