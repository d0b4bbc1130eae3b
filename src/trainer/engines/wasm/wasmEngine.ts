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
import { compileKernels, instantiateKernels, type CompiledKernels } from "./compileKernels";
import { computeOutputs } from "./computeOutputs";
import { loadImageSets } from "./imageSets";
import { startsLinear, type NetworkInput } from "./network";
import { Training, type StepGroup, type TrainingPlan } from "./training";
import { whyUnable } from "./whyUnable";

/** Rows that are computed at once at least, so that an evaluation is not made of tiny batches. */
const SMALLEST_CAPACITY = 64;
const GROUP_STEPS = 256;

/** Makes the engine of every machine: kernels in WebAssembly with SIMD, nothing to install. */
export const wasmFactory: EngineFactory = {
  kind: "wasm",
  whyUnavailable: () => Promise.resolve(whyUnavailable()),
  whyUnable,
  create: inputs => Promise.resolve(new WasmEngine(inputs, compileKernels())),
};

function whyUnavailable(): string | undefined {
  try {
    const { module } = compileKernels();
    instantiateKernels(module, createMemory());
    return undefined;
  } catch (error) {
    return `its kernels do not run here (${(error as Error).message})`;
  }
}

class WasmEngine implements Engine {
  readonly kind = "wasm";
  readonly device: string;
  readonly #memory = createMemory();
  readonly #plan: TrainingPlan;
  readonly #training: Training;
  #epoch = { position: 0, sampleCount: 0, lr: 0 };
  #step = 0;

  constructor(
    private readonly inputs: EngineInputs,
    private readonly compiled: CompiledKernels,
  ) {
    const { model, settings, dataset, weights } = inputs;
    this.device = compiled.isRelaxed ? "CPU, WebAssembly with relaxed SIMD" : "CPU, WebAssembly with SIMD";
    const kernels = instantiateKernels(compiled.module, this.#memory);
    const arena = new Arena(this.#memory);
    const sets = loadImageSets(dataset, settings.limit, startsLinear(model), kernels, arena);
    this.#plan = {
      model,
      settings,
      input: networkInput(pixelValues(settings.normalize), sets.train.background),
      capacity: Math.max(settings.batchSize, SMALLEST_CAPACITY),
      optimizerArrays: ADAM_ARRAYS,
      sets,
      from: arena.top,
      threads: 1,
      groupSteps: GROUP_STEPS,
    };
    this.#training = new Training(this.#plan, kernels, this.#memory);
    this.#training.network.writeWeights(weights);
    this.#writeOrder(
      sets.test.order,
      Int32Array.from({ length: sets.test.count }, (_, k) => k),
    );
  }

  beginEpoch({ order, lr }: EpochPlan): Promise<void> {
    this.#writeOrder(this.#plan.sets.train.order, order);
    this.#epoch = { position: 0, sampleCount: order.length, lr };
    return Promise.resolve();
  }

  runSteps(count: number, normsAt: readonly number[]): Promise<StepResults> {
    const losses = new Float32Array(count);
    const norms: StepNorms[] = [];
    for (let done = 0; done < count; done += GROUP_STEPS) {
      const group = this.#nextGroup(Math.min(GROUP_STEPS, count - done), normsAt);
      this.#training.clearSquares(group.normsAt.length);
      this.#training.runSteps(group, { index: 0, count: 1 });
      losses.set(this.#training.stepLosses(group.count), done);
      group.normsAt.forEach((step, index) => norms.push({ step, norms: this.#training.gradientNorms(index) }));
    }
    return Promise.resolve({ losses, norms });
  }

  evaluate(): Promise<EvaluationSums> {
    this.#training.evaluate({ index: 0, count: 1 });
    const { lossSum, predictions } = this.#training.evaluation(1);
    const { labels, count: total } = this.inputs.dataset.test;
    const confusion = new Uint32Array(CLASS_COUNT * CLASS_COUNT);
    predictions.forEach((predicted, sample) => confusion[labels[sample]! * CLASS_COUNT + predicted]!++);
    const correct = predictions.reduce((sum, predicted, sample) => sum + (predicted === labels[sample] ? 1 : 0), 0);
    return Promise.resolve({ lossSum, correct, total, confusion });
  }

  async forward(inputs: Float32Array, count: number): Promise<Float32Array> {
    return computeOutputs(this.inputs.model, await this.readWeights(), inputs, count, this.compiled.module);
  }

  readWeights(): Promise<Weights> {
    return Promise.resolve(this.#training.network.readWeights());
  }

  dispose(): Promise<void> {
    return Promise.resolve();
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

/** Normalised values are a straight line over the bytes, to within the rounding of float32. */
function networkInput(values: Float32Array, background: number | undefined): NetworkInput {
  if (background === undefined) return { kind: "images", pixelValues: values };
  return { kind: "sparse-images", background: values[background]!, scale: (values[255]! - values[0]!) / 255 };
}
