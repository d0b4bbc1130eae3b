import { setImmediate } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { CLASS_COUNT, type LabelledImages } from "../../data/dataset";
import { findBackground } from "../../data/background";
import { pixelValues } from "../../data/pixelValues";
import type {
  Engine,
  EngineFactory,
  EngineInputs,
  EpochPlan,
  EvaluationResults,
  StepResults,
  Weights,
} from "../engine";
import { clipGradients, gradientNorms } from "./clipGradients";
import { LOSSES } from "./losses";
import { Network } from "./network";
import { FORWARDS } from "./forwards/forwards";
import type { Batch } from "./operation";
import { OPERATIONS } from "./operations";
import { samplesAtOnce } from "./samplesAtOnce";
import { createOptimizer, type Optimizer } from "./optimizer";
import { FLOAT32, GrowingBuffer, type Precision } from "./precision";

/** Makes the engine that all others are held to: plain TypeScript, readable, sums in double. */
export const referenceFactory: EngineFactory = {
  kind: "reference",
  isBuiltIn: true,
  whyUnavailable: () => Promise.resolve(undefined),
  whyUnable: model => {
    const unknown = model.calls.find(({ layer }) => !(layer.type in OPERATIONS || layer.type in FORWARDS));
    return unknown && l10n.t("{0} layers cannot be computed yet", unknown.layer.type);
  },
  create: inputs => Promise.resolve(new ReferenceEngine(inputs, FLOAT32)),
};

/** See `referenceFactory`; `precision` lets a test hold the same code to finite differences in float64. */
export class ReferenceEngine implements Engine {
  readonly kind = "reference";
  readonly device = l10n.t("CPU, plain JavaScript");
  readonly #network: Network;
  readonly #optimizer: Optimizer;
  readonly #pixelValues: Float32Array;
  readonly #background: number;
  readonly #images: GrowingBuffer;
  readonly #logitGradient: GrowingBuffer;
  #plan: EpochPlan = { order: new Int32Array(0), lr: 0 };
  #position = 0;
  #step: number;

  constructor(
    private readonly inputs: EngineInputs,
    private readonly precision: Precision,
  ) {
    const { model, weights, settings, dataset, generator } = inputs;
    this.#network = new Network(model, weights, generator, precision);
    this.#optimizer = createOptimizer(this.#network.parameters, inputs, precision);
    this.#step = inputs.resume?.step ?? 0;
    this.#pixelValues = pixelValues(settings.normalize);
    this.#background = this.#pixelValues[findBackground(dataset.train.pixels).byte]!;
    this.#images = new GrowingBuffer(precision);
    this.#logitGradient = new GrowingBuffer(precision);
  }

  beginEpoch(plan: EpochPlan): Promise<void> {
    this.#plan = plan;
    this.#position = 0;
    return Promise.resolve();
  }

  runSteps(count: number, normsAt: readonly number[]): Promise<StepResults> {
    const losses = new Float32Array(count);
    const norms = [];
    for (let k = 0; k < count; k++) {
      losses[k] = this.#computeGradients();
      this.#step++;
      const { clipping } = this.inputs.settings;
      const { parameters } = this.#network;
      if (normsAt.includes(this.#step)) norms.push({ step: this.#step, norms: gradientNorms(parameters) });
      if (clipping) clipGradients(clipping, parameters);
      this.#optimizer.step(this.#plan.lr);
    }
    return Promise.resolve({ losses, norms });
  }

  async evaluate(onProgress?: (done: number, total: number) => void): Promise<EvaluationResults> {
    const { test } = this.inputs.dataset;
    const testBatchSize = samplesAtOnce(this.inputs.model, this.inputs.settings.testBatchSize);
    const predictions = new Uint8Array(test.count);
    let lossSum = 0;
    for (let begin = 0; begin < test.count; begin += testBatchSize) {
      const order = Int32Array.from({ length: Math.min(testBatchSize, test.count - begin) }, (_, k) => begin + k);
      const labels = takeLabels(test, order);
      const predicted = predictions.subarray(begin, begin + order.length);
      const logits = this.#network.forward(this.#takeImages(test, order), false);
      lossSum += LOSSES[this.inputs.settings.loss](logits, labels, CLASS_COUNT, predicted);
      await setImmediate(); // a wide network takes seconds for a batch; the process shows that it lives
      onProgress?.(begin + order.length, test.count);
    }
    return { lossSum, predictions };
  }

  forward(inputs: Float32Array, count: number): Promise<Float32Array> {
    const values = this.precision.allocate(inputs.length);
    values.set(inputs);
    return Promise.resolve(Float32Array.from(this.#network.forward({ rows: count, values, background: 0 }, false)));
  }

  readWeights(): Promise<Weights> {
    return Promise.resolve(this.#network.weights());
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  /** Forward and backward over the next batch of the epoch; returns its mean loss. */
  #computeGradients(): number {
    const { train } = this.inputs.dataset;
    const order = this.#plan.order.subarray(this.#position, this.#position + this.inputs.settings.batchSize);
    this.#position += order.length;
    const labels = takeLabels(train, order);
    const logits = this.#network.forward(this.#takeImages(train, order), true);
    const gradient = this.#logitGradient.take(logits.length);
    const lossSum = LOSSES[this.inputs.settings.loss](
      logits,
      labels,
      CLASS_COUNT,
      new Uint8Array(order.length),
      gradient,
    );
    this.#network.backward(gradient);
    return lossSum / order.length;
  }

  #takeImages({ pixels, rows, columns }: LabelledImages, order: Int32Array): Batch {
    const size = rows * columns;
    const values = this.#images.take(order.length * size);
    let at = 0;
    for (const sample of order) {
      const end = (sample + 1) * size;
      for (let pixel = sample * size; pixel < end; pixel++) values[at++] = this.#pixelValues[pixels[pixel]!]!;
    }
    return { rows: order.length, values, background: this.#background };
  }
}

function takeLabels({ labels }: LabelledImages, order: Int32Array): Uint8Array {
  return Uint8Array.from(order, sample => labels[sample]!);
}
