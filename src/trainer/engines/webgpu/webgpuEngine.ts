import * as l10n from "@vscode/l10n";
import { setTimeout as delay } from "node:timers/promises";
import { ExpectedError } from "../../../protocol/expectedError";
import type {
  Engine,
  EngineFactory,
  EngineInputs,
  EngineSnapshot,
  EpochPlan,
  EvaluationResults,
  StepResults,
  Weights,
} from "../engine";
import { createImageBuffer } from "./imageBuffer";
import { DeviceProgram } from "./deviceProgram";
import type { BufferName } from "./kernels/prelude";
import { ModelParameters } from "./modelParameters";
import { openDevice } from "./openDevice";
import { packOptimizerState, unpackOptimizerState } from "./optimizerMemory";
import { createProgram, type ProgramPlan } from "./program";
import { readBack } from "./readBack";
import { Training } from "./training";
import { OPERATIONS } from "./operations";
import { EngineLost } from "../engineLost";
import { whyNotRows } from "../whyNotRows";

const GPU_THREADS = 256;
/** A software adapter does every four threads of a barrier in turn. */
const SOFTWARE_THREADS = 32;
const MOST_STEPS_AT_ONCE = 250;
const EVALUATED_AT_ONCE = 1000;
const MOST_EVALUATIONS_AT_ONCE = 4;
const OUTPUTS_AT_ONCE = 64;
const LOSS_IS_KNOWN_MS = 500;

/** Makes the engine of any GPU: Metal, D3D12 or Vulkan, through Dawn. */
export const webgpuFactory: EngineFactory = {
  kind: "webgpu",
  whyUnavailable: async ({ isNamed = false } = {}) => {
    if (process.versions["electron"] !== undefined) {
      return l10n.t(
        "VS Code's own runtime cannot use it; install Node.js 20 or later, or set trainLens.nodePath to one",
      );
    }
    const opened = await openDevice(isNamed && isSoftwareAllowed());
    if (typeof opened === "string") return opened;
    opened.device.destroy();
    await opened.device.lost;
    return undefined;
  },
  whyUnable: model => whyNotRows(model, type => type === "Linear" || type in OPERATIONS),
  create: async inputs => {
    const opened = await openDevice(isSoftwareAllowed());
    if (typeof opened === "string") throw new ExpectedError(l10n.t("The GPU is gone: {0}.", opened));
    const threads = opened.isSoftware ? SOFTWARE_THREADS : GPU_THREADS;
    return WebgpuEngine.create(inputs, opened.device, l10n.t("GPU, {0}", opened.name), threads);
  },
};

/** For tests, which then name the engine: `auto` takes hardware only. */
function isSoftwareAllowed(): boolean {
  return process.env["TRAIN_LENS_SOFTWARE_GPU"] === "1";
}

type Buffers = Readonly<Record<BufferName, GPUBuffer>>;

class WebgpuEngine implements Engine {
  readonly kind = "webgpu";
  readonly #training: Training;
  #evaluation: Promise<{ readonly network: DeviceProgram; readonly results: GPUBuffer }> | undefined;
  #outputs: Promise<{ readonly network: DeviceProgram; readonly activations: GPUBuffer }> | undefined;

  private constructor(
    private readonly inputs: EngineInputs,
    private readonly gpu: GPUDevice,
    readonly device: string,
    private readonly plan: Omit<ProgramPlan, "purpose" | "rows" | "imageCount" | "mostSlots">,
    private readonly buffers: Buffers,
    training: DeviceProgram,
  ) {
    const { ORDER: order, MASKS: masks, PART: results } = buffers;
    this.#training = new Training(gpu, inputs, training, { order, masks, results });
  }

  static async create(inputs: EngineInputs, gpu: GPUDevice, name: string, threads: number): Promise<WebgpuEngine> {
    const { model, settings, dataset, weights } = inputs;
    const { train } = dataset;
    const trainCount = Math.min(settings.limit ?? train.count, train.count);
    const parameters = new ModelParameters(model);
    const plan = { model, settings, parameters, threads };
    const training = createProgram({
      ...plan,
      purpose: "training",
      rows: Math.min(settings.batchSize, trainCount),
      imageCount: trainCount,
      mostSlots: MOST_STEPS_AT_ONCE,
    });
    const { trainedChunks } = parameters.space;
    const { slots, layout, maskWords } = training;
    const storage = (bytes: number) => createStorage(gpu, bytes);
    const buffers: Buffers = {
      DATA: createImageBuffer(gpu, train, trainCount),
      ORDER: storage(4 * trainCount),
      P: filled(gpu, parameters.space.pack(weights)),
      KEPT: filled(gpu, packOptimizerState(parameters.space, settings, inputs.resume?.optimizer)),
      ACT: filled(gpu, training.space.initial()),
      PART: storage(4 * slots * (layout.floats + layout.gathered)),
      MASKS: storage(4 * slots * maskWords),
      GRADIENTS: storage(settings.clipping?.kind === "norm" ? 16 * trainedChunks : 0),
    };
    const network = await DeviceProgram.create(gpu, training, buffers);
    return new WebgpuEngine(inputs, gpu, name, plan, buffers, network);
  }

  beginEpoch(plan: EpochPlan): Promise<void> {
    this.#training.beginEpoch(plan);
    return Promise.resolve();
  }

  runSteps(count: number, normsAt: readonly number[]): Promise<StepResults> {
    return this.#guard(() => this.#training.run(count, normsAt));
  }

  evaluate(onProgress?: (done: number, total: number) => void): Promise<EvaluationResults> {
    return this.#guard(() => this.#evaluate(onProgress));
  }

  forward(inputs: Float32Array, count: number): Promise<Float32Array> {
    return this.#guard(() => this.#forward(inputs, count));
  }

  readWeights(): Promise<Weights> {
    return this.#guard(async () => {
      const { model, weights } = this.inputs;
      const { space } = this.plan.parameters;
      return space.unpack(await readBack(this.gpu, this.buffers.P, 16 * space.chunks), model, weights);
    });
  }

  async takeSnapshot(): Promise<EngineSnapshot> {
    const weights = await this.readWeights();
    const { KEPT: kept } = this.buffers;
    const values = await this.#guard(() => readBack(this.gpu, kept, kept.size));
    const { model, settings, parameters } = this.plan;
    const optimizer = unpackOptimizerState(parameters.space, settings, model, values);
    return { weights, step: this.#training.step, optimizer };
  }

  async dispose(): Promise<void> {
    this.gpu.destroy();
    await this.gpu.lost;
  }

  /** A device that is lost rejects what is under way with errors of all sorts, sometimes before it says so. */
  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const lost = await Promise.race([this.gpu.lost, delay(LOSS_IS_KNOWN_MS, undefined, { ref: false })]);
      if (!lost) throw error;
      throw new EngineLost(lost.message.split("\n")[0] || lost.reason);
    }
  }

  async #evaluate(onProgress?: (done: number, total: number) => void): Promise<EvaluationResults> {
    const total = this.inputs.dataset.test.count;
    const { network, results } = await (this.#evaluation ??= this.#createEvaluation());
    const { slots, space } = network.program;
    const batches = Array.from({ length: Math.ceil(total / space.rows) }, (_, k) => {
      const first = k * space.rows;
      return { first, rows: Math.min(space.rows, total - first) };
    });
    for (let begin = 0; begin < batches.length; begin += slots) {
      this.#submit(network, batches.slice(begin, begin + slots));
      await this.gpu.queue.onSubmittedWorkDone(); // no driver is to take the device for hung
      onProgress?.(Math.min((begin + slots) * space.rows, total), total);
    }
    const numbers = await readBack(this.gpu, results, 8 * total);
    let lossSum = 0;
    for (let sample = 0; sample < total; sample++) lossSum += numbers[2 * sample]!;
    return { lossSum, predictions: Uint8Array.from({ length: total }, (_, sample) => numbers[2 * sample + 1]!) };
  }

  async #forward(inputs: Float32Array, count: number): Promise<Float32Array> {
    const { network, activations } = await (this.#outputs ??= this.#createOutputs());
    const { input, output } = network.program;
    const given = input!.values;
    const { offset, stride, width } = output.values;
    const outputs = new Float32Array(count * width);
    for (let first = 0; first < count; first += OUTPUTS_AT_ONCE) {
      const rows = Math.min(OUTPUTS_AT_ONCE, count - first);
      const padded = new Float32Array(rows * given.stride);
      for (let row = 0; row < rows; row++) {
        const begin = (first + row) * given.width;
        padded.set(inputs.subarray(begin, begin + given.width), row * given.stride);
        padded[row * given.stride + given.width] = 1;
      }
      this.gpu.queue.writeBuffer(activations, 4 * given.offset, padded);
      this.#submit(network, [{ first: 0, rows }]);
      const values = await readBack(this.gpu, activations, 4 * rows * stride, 4 * offset);
      for (let row = 0; row < rows; row++) {
        outputs.set(values.subarray(row * stride, row * stride + width), (first + row) * width);
      }
    }
    return outputs;
  }

  #submit(network: DeviceProgram, batches: Parameters<DeviceProgram["encode"]>[1]): void {
    network.writeRecords(batches);
    const encoder = this.gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    network.encode(pass, batches);
    pass.end();
    this.gpu.queue.submit([encoder.finish()]);
  }

  async #createEvaluation() {
    const { test } = this.inputs.dataset;
    const program = createProgram({
      ...this.plan,
      purpose: "evaluation",
      rows: Math.min(EVALUATED_AT_ONCE, test.count),
      imageCount: test.count,
      mostSlots: MOST_EVALUATIONS_AT_ONCE,
    });
    const results = createStorage(this.gpu, 8 * test.count);
    const network = await DeviceProgram.create(this.gpu, program, {
      ...this.buffers,
      DATA: createImageBuffer(this.gpu, test, test.count),
      ACT: filled(this.gpu, program.space.initial()),
      PART: results,
    });
    return { network, results };
  }

  async #createOutputs() {
    const program = createProgram({
      ...this.plan,
      purpose: "outputs",
      rows: OUTPUTS_AT_ONCE,
      imageCount: 0,
      mostSlots: 1,
    });
    const activations = filled(this.gpu, program.space.initial());
    const network = await DeviceProgram.create(this.gpu, program, { ...this.buffers, ACT: activations });
    return { network, activations };
  }
}

function filled(device: GPUDevice, values: Float32Array): GPUBuffer {
  const buffer = createStorage(device, values.byteLength);
  device.queue.writeBuffer(buffer, 0, values);
  return buffer;
}

/** A zeroed buffer of at least one vector. */
function createStorage(device: GPUDevice, bytes: number): GPUBuffer {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
  return device.createBuffer({ size: Math.max(bytes, 16), usage });
}
