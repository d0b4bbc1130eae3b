import type { EngineInputs, EvaluationResults } from "../engine";
import { DeviceProgram } from "./deviceProgram";
import { createImageBuffer } from "./imageBuffer";
import type { BufferName } from "./kernels/prelude";
import { createProgram, type ProgramPlan } from "./program";
import { readBack } from "./readBack";
import { createStorage, filled } from "./storageBuffers";

const EVALUATED_AT_ONCE = 1000;
const MOST_EVALUATIONS_AT_ONCE = 4;
const OUTPUTS_AT_ONCE = 64;

/** The buffers that all programs of an engine share, parameters above all. */
export type Buffers = Readonly<Record<BufferName, GPUBuffer>>;
/** What all programs of an engine have in common. */
export type NetworkPlan = Omit<ProgramPlan, "purpose" | "rows" | "imageCount" | "mostSlots">;

/** The network as it is now, without training it: the test set's losses and classes, and outputs for given values. */
export class Inference {
  #evaluation: Promise<{ readonly network: DeviceProgram; readonly results: GPUBuffer }> | undefined;
  #outputs: Promise<{ readonly network: DeviceProgram; readonly activations: GPUBuffer }> | undefined;

  constructor(
    private readonly gpu: GPUDevice,
    private readonly dataset: EngineInputs["dataset"],
    private readonly plan: NetworkPlan,
    private readonly buffers: Buffers,
  ) {}

  async evaluate(onProgress?: (done: number, total: number) => void): Promise<EvaluationResults> {
    const total = this.dataset.test.count;
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

  async forward(inputs: Float32Array, count: number): Promise<Float32Array> {
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
    const { test } = this.dataset;
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
