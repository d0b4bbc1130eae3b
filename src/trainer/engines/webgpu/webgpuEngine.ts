import { setTimeout as delay } from "node:timers/promises";
import type {
  Engine,
  EngineInputs,
  EngineSnapshot,
  EpochPlan,
  EvaluationResults,
  StepResults,
  Weights,
} from "../engine";
import { createImageBuffer } from "./imageBuffer";
import { DeviceProgram } from "./deviceProgram";
import { ModelParameters } from "./modelParameters";
import { packOptimizerState, unpackOptimizerState } from "./optimizerMemory";
import { createProgram } from "./program";
import { Inference, type Buffers, type NetworkPlan } from "./inference";
import { readBack } from "./readBack";
import { createStorage, filled } from "./storageBuffers";
import { Training } from "./training";
import { EngineLost } from "../engineLost";

const MOST_STEPS_AT_ONCE = 250;
const LOSS_IS_KNOWN_MS = 500;

/** Trains with WGSL kernels on a device; the whole epoch stays there. */
export class WebgpuEngine implements Engine {
  readonly kind = "webgpu";
  readonly #training: Training;
  readonly #inference: Inference;

  private constructor(
    private readonly inputs: EngineInputs,
    private readonly gpu: GPUDevice,
    readonly device: string,
    private readonly plan: NetworkPlan,
    private readonly buffers: Buffers,
    training: DeviceProgram,
  ) {
    const { ORDER: order, MASKS: masks, PART: results } = buffers;
    this.#training = new Training(gpu, inputs, training, { order, masks, results });
    this.#inference = new Inference(gpu, inputs.dataset, plan, buffers);
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
    return this.#guard(() => this.#inference.evaluate(onProgress));
  }

  forward(inputs: Float32Array, count: number): Promise<Float32Array> {
    return this.#guard(() => this.#inference.forward(inputs, count));
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
}
