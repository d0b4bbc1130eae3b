import * as l10n from "@vscode/l10n";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { CLASS_COUNT } from "../../data/dataset";
import { pixelValues } from "../../data/pixelValues";
import type {
  Engine,
  EngineFactory,
  EngineInputs,
  EpochPlan,
  EvaluationSums,
  StepNorms,
  StepResults,
  Weights,
} from "../engine";
import { ADAM_ARRAYS } from "./adamRecord";
import { Arena, createMemory } from "./arena";
import { compileKernels, distFolder, instantiateKernels, type CompiledKernels } from "./compileKernels";
import { computeOutputs } from "./computeOutputs";
import { loadImageSets } from "./imageSets";
import type { Kernels } from "./kernels";
import { startsLinear, type NetworkInput } from "./network";
import { ThreadChoice } from "./threads/threadChoice";
import type { ThreadSetup, ThreadTask } from "./threads/threadMessages";
import { ThreadTeam } from "./threads/threadTeam";
import { runTask } from "./threads/runTask";
import { Training, type StepGroup, type TrainingPlan } from "./training";
import { whyUnable } from "./whyUnable";

/** Rows that are computed at once at least, so that an evaluation is not made of tiny batches. */
const SMALLEST_CAPACITY = 64;
const GROUP_STEPS = 256;
/** More threads would share too little work. */
const MOST_THREADS = 16;

/** Makes the engine of every machine: kernels in WebAssembly with SIMD, nothing to install. */
export const wasmFactory: EngineFactory = {
  kind: "wasm",
  whyUnavailable: () => Promise.resolve(whyUnavailable()),
  whyUnable,
  create: async inputs => {
    const engine = new WasmEngine(inputs, compileKernels());
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

class WasmEngine implements Engine {
  readonly kind = "wasm";
  readonly device: string;
  /** Resolves when the threads that were asked for stand. */
  readonly ready: Promise<void> = Promise.resolve();
  readonly #memory = createMemory();
  readonly #plan: TrainingPlan;
  readonly #training: Training;
  readonly #team: ThreadTeam | undefined;
  #choice = new ThreadChoice([1]);
  #epoch = { position: 0, sampleCount: 0, lr: 0 };
  #step = 0;

  constructor(
    private readonly inputs: EngineInputs,
    private readonly compiled: CompiledKernels,
  ) {
    const cores = Math.min(availableParallelism(), MOST_THREADS);
    const threads = Math.min(inputs.threads ?? cores, cores);
    this.device = describeDevice(compiled, inputs.threads !== undefined, threads);
    const kernels = instantiateKernels(compiled.module, this.#memory);
    this.#plan = planTraining(inputs, threads, kernels, this.#memory);
    this.#training = new Training(this.#plan, kernels, this.#memory);
    this.#training.network.writeWeights(inputs.weights);
    const { test } = this.#plan.sets;
    this.#writeOrder(
      test.order,
      Int32Array.from({ length: test.count }, (_, k) => k),
    );
    if (threads === 1) return;
    const setup: ThreadSetup = { plan: this.#plan, module: compiled.module, memory: this.#memory };
    this.#team = new ThreadTeam(join(distFolder(), "wasmThread.js"), threads, setup);
    const isGiven = inputs.threads !== undefined;
    const stands = this.#team.ready.then(() => {
      this.#choice = new ThreadChoice(isGiven ? [threads] : threadCandidates(threads));
    });
    // threads that nobody asked for may fail to start: one is enough
    if (isGiven) this.ready = stands;
    else stands.catch(() => undefined);
  }

  beginEpoch({ order, lr }: EpochPlan): Promise<void> {
    this.#writeOrder(this.#plan.sets.train.order, order);
    this.#epoch = { position: 0, sampleCount: order.length, lr };
    return Promise.resolve();
  }

  async runSteps(count: number, normsAt: readonly number[]): Promise<StepResults> {
    const losses = new Float32Array(count);
    const norms: StepNorms[] = [];
    for (let done = 0; done < count;) {
      const choice = this.#choice;
      const { threads, steps } = choice.next();
      const group = this.#nextGroup(Math.min(GROUP_STEPS, steps, count - done), normsAt);
      this.#training.clearSquares(group.normsAt.length);
      const startedMs = performance.now();
      await this.#run({ type: "run-steps", group }, threads);
      choice.learn(group.count, performance.now() - startedMs);
      losses.set(this.#training.stepLosses(group.count), done);
      group.normsAt.forEach((step, index) => norms.push({ step, norms: this.#training.gradientNorms(index) }));
      done += group.count;
    }
    return { losses, norms };
  }

  async evaluate(): Promise<EvaluationSums> {
    const { threads } = this.#choice.next();
    await this.#run({ type: "evaluate" }, threads);
    const { lossSum, predictions } = this.#training.evaluation(threads);
    const { labels, count: total } = this.inputs.dataset.test;
    const confusion = new Uint32Array(CLASS_COUNT * CLASS_COUNT);
    predictions.forEach((predicted, sample) => confusion[labels[sample]! * CLASS_COUNT + predicted]!++);
    const correct = predictions.reduce((sum, predicted, sample) => sum + (predicted === labels[sample] ? 1 : 0), 0);
    return { lossSum, correct, total, confusion };
  }

  async forward(inputs: Float32Array, count: number): Promise<Float32Array> {
    return computeOutputs(this.inputs.model, await this.readWeights(), inputs, count, this.compiled.module);
  }

  readWeights(): Promise<Weights> {
    return Promise.resolve(this.#training.network.readWeights());
  }

  async dispose(): Promise<void> {
    await this.#team?.dispose();
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
    return {
      firstSample,
      sampleCount: this.#epoch.sampleCount,
      count,
      firstStep,
      lr: this.#epoch.lr,
      normsAt: normsAt.filter(step => step >= firstStep && step < firstStep + count),
    };
  }

  #writeOrder(address: number, order: Int32Array): void {
    new Int32Array(this.#memory.buffer, address, order.length).set(order);
  }
}

function planTraining(
  { model, settings, dataset }: EngineInputs,
  threads: number,
  kernels: Kernels,
  memory: WebAssembly.Memory,
): TrainingPlan {
  const arena = new Arena(memory);
  const sets = loadImageSets(dataset, settings.limit, startsLinear(model), kernels, arena);
  return {
    model,
    settings,
    input: networkInput(pixelValues(settings.normalize), sets.train.background),
    capacity: Math.max(settings.batchSize, SMALLEST_CAPACITY),
    optimizerArrays: ADAM_ARRAYS,
    sets,
    from: arena.top,
    threads,
    groupSteps: GROUP_STEPS,
  };
}

/** 1, 2, 4 ... and the most there are. */
function threadCandidates(most: number): number[] {
  const powers = Array.from({ length: Math.ceil(Math.log2(most)) }, (_, exponent) => 2 ** exponent);
  return [...powers, most];
}

function describeDevice({ isRelaxed }: CompiledKernels, isGiven: boolean, threads: number): string {
  const cpu = l10n.t("CPU, WebAssembly with {0}", isRelaxed ? "relaxed SIMD" : "SIMD");
  if (threads === 1) return l10n.t("{0}, 1 thread", cpu);
  return isGiven ? l10n.t("{0}, {1} threads", cpu, threads) : l10n.t("{0}, up to {1} threads", cpu, threads);
}

/** Normalised values are a straight line over the bytes, to within the rounding of float32. */
function networkInput(values: Float32Array, background: number | undefined): NetworkInput {
  if (background === undefined) return { kind: "images", pixelValues: values };
  return { kind: "sparse-images", background: values[background]!, scale: (values[255]! - values[0]!) / 255 };
}
