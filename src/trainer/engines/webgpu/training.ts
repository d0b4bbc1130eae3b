import type { EngineInputs, EpochPlan, StepNorms, StepResults } from "../engine";
import { singleSampleBatch } from "../singleSampleBatch";
import type { BatchRecord, DeviceProgram } from "./deviceProgram";
import { drawMasks } from "./dropoutMasks";
import { optimizerNumbers } from "./optimizers";
import { GATHERED_OF_ROWS } from "./slotLayout";
import { SubmissionPacer } from "./submissionPacer";

/** So many submissions are on their way at once: while the device does one, the next is encoded. */
const IN_FLIGHT = 2;

interface Submission {
  readonly firstStep: number;
  readonly batches: readonly BatchRecord[];
  readonly staging: GPUBuffer;
  readonly arrived: Promise<void>;
}

/** The buffers that steps are told about or tell of themselves in. */
export interface TrainingBuffers {
  readonly order: GPUBuffer;
  readonly masks: GPUBuffer;
  readonly results: GPUBuffer;
}

/** Steps of training on a device, many to a submission. */
export class Training {
  readonly #pacer: SubmissionPacer;
  readonly #staging: GPUBuffer[];
  readonly #gatheredBytes: number;
  #epoch = { sampleCount: 0, lr: 0 };
  #position = 0;
  #step: number;

  constructor(
    private readonly device: GPUDevice,
    private readonly inputs: EngineInputs,
    private readonly network: DeviceProgram,
    private readonly buffers: TrainingBuffers,
  ) {
    const { slots, layout } = network.program;
    this.#step = inputs.resume?.step ?? 0;
    this.#pacer = new SubmissionPacer(slots);
    this.#gatheredBytes = 4 * layout.gathered;
    this.#staging = Array.from({ length: IN_FLIGHT }, () =>
      device.createBuffer({
        size: slots * this.#gatheredBytes,
        usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
      }),
    );
  }

  /** Steps made so far. */
  get step(): number {
    return this.#step;
  }

  beginEpoch({ order, lr }: EpochPlan): void {
    this.device.queue.writeBuffer(this.buffers.order, 0, Int32Array.from(order));
    this.#epoch = { sampleCount: order.length, lr };
    this.#position = 0;
  }

  async run(count: number, normsAt: readonly number[]): Promise<StepResults> {
    const losses = new Float32Array(count);
    const norms: StepNorms[] = [];
    const wanted = new Set(normsAt);
    const first = this.#step + 1;
    const underWay: Submission[] = [];
    let submitted = 0;
    let startedMs = performance.now();
    while (submitted < count || underWay.length > 0) {
      if (submitted < count && underWay.length < IN_FLIGHT) {
        const submission = this.#submit(Math.min(this.#pacer.next(), count - submitted));
        submitted += submission.batches.length;
        underWay.push(submission);
        continue;
      }
      const { batches, staging, arrived, firstStep } = underWay.shift()!;
      await arrived;
      this.#read(staging, batches, firstStep, wanted, losses.subarray(firstStep - first), norms);
      this.#staging.push(staging);
      this.#pacer.learn(batches.length, performance.now() - startedMs);
      startedMs = performance.now();
    }
    return { losses, norms };
  }

  #submit(count: number): Submission {
    const firstStep = this.#step + 1;
    const batches = this.#nextBatches(count);
    this.#writeMasks(batches);
    this.network.writeRecords(batches);
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    this.network.encode(pass, batches);
    pass.end();
    const { slots, layout } = this.network.program;
    const staging = this.#staging.pop()!;
    const bytes = count * this.#gatheredBytes;
    encoder.copyBufferToBuffer(this.buffers.results, 4 * slots * layout.floats, staging, 0, bytes);
    this.device.queue.submit([encoder.finish()]);
    const arrived = staging.mapAsync(GPUMapMode.READ, 0, bytes);
    arrived.catch(() => undefined); // whoever awaits it hears of it
    return { firstStep, batches, staging, arrived };
  }

  #nextBatches(count: number): BatchRecord[] {
    const { settings, model } = this.inputs;
    const { sampleCount, lr } = this.#epoch;
    const normalizesBatches = model.calls.some(({ layer }) => layer.type === "BatchNorm1d");
    const places = Array.from({ length: count }, (_, k) => {
      const first = this.#position + k * settings.batchSize;
      return { first, rows: Math.min(settings.batchSize, sampleCount - first) };
    });
    if (normalizesBatches && places.some(({ rows }) => rows === 1)) throw singleSampleBatch();
    this.#position += count * settings.batchSize;
    return places.map((place, k) => {
      this.#step++;
      const next = places[k + 1];
      return { ...place, ...(next && { next }), numbers: optimizerNumbers(settings, lr, this.#step) };
    });
  }

  #writeMasks(batches: readonly BatchRecord[]): void {
    const { masks, maskWords } = this.network.program;
    if (maskWords === 0) return;
    const words = new Uint32Array(batches.length * maskWords);
    batches.forEach(({ rows }, slot) =>
      drawMasks(masks, rows, this.inputs.generator, words.subarray(slot * maskWords, (slot + 1) * maskWords)),
    );
    this.device.queue.writeBuffer(this.buffers.masks, 0, words);
  }

  #read(
    staging: GPUBuffer,
    batches: readonly BatchRecord[],
    firstStep: number,
    wanted: ReadonlySet<number>,
    losses: Float32Array,
    norms: StepNorms[],
  ): void {
    const { gathered } = this.network.program.layout;
    const numbers = new Float32Array(staging.getMappedRange(0, batches.length * this.#gatheredBytes));
    batches.forEach(({ rows }, slot) => {
      const [lossSum, , broken] = numbers.subarray(slot * gathered);
      // a driver may lose a NaN on its way through the sums
      losses[slot] = broken! > 0 ? NaN : lossSum! / rows;
      const step = firstStep + slot;
      if (!wanted.has(step)) return;
      const squares = numbers.subarray(slot * gathered + GATHERED_OF_ROWS, (slot + 1) * gathered);
      norms.push({ step, norms: Float64Array.from(squares, Math.sqrt) });
    });
    staging.unmap();
  }
}
