import { setImmediate } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { stateEntries } from "../../../model/stateDict";
import type { Engine, EngineInputs, EpochPlan, EvaluationResults, StepNorms, StepResults, Weights } from "../engine";
import type { StateName } from "../optimizerState";
import { clipGradient } from "./clipGradient";
import { Constants } from "./constants";
import { DeviceImages } from "./deviceImages";
import { LOSSES } from "./losses";
import { Network } from "./network";
import type { Parameter, Pass } from "./operation";
import { createOptimizer } from "./optimizer";
import type { Optimizer } from "./optimizerContext";
import { ParameterVector } from "./parameterVector";
import type { Tensor, Tensorflow, Variable } from "./tensorflow";

/** What one step leaves on the device until the results are read. */
interface StepTensors {
  readonly loss: Tensor;
  /** The sum of squares of each gradient. */
  readonly squares: Tensor[];
}

/** Trains through TensorFlow's operations, on CUDA where TensorFlow sees a GPU. */
export class TfjsEngine implements Engine {
  readonly kind = "tfjs";
  readonly device: string;
  readonly #constants: Constants;
  readonly #parameters: ParameterVector;
  readonly #buffers: ReadonlyMap<string, Variable>;
  /** See `NetworkContext`. */
  readonly #firstNames: ReadonlyMap<string, string>;
  readonly #optimizerState: Variable[] = [];
  readonly #network: Network;
  readonly #optimize: Optimizer;
  readonly #train: DeviceImages;
  readonly #test: DeviceImages;
  #epoch: { readonly order: Tensor; readonly lr: number; position: number } | undefined;
  #step: number;

  constructor(
    private readonly tf: Tensorflow,
    private readonly inputs: EngineInputs,
  ) {
    const { model, settings, dataset, weights, generator, resume } = inputs;
    const { train, test } = dataset;
    this.device = describeDevice(tf);
    this.#constants = new Constants(tf);
    const constant = this.#constants.of;
    this.#parameters = new ParameterVector(tf, model, weights);
    const { values, names } = this.#parameters;
    const entries = stateEntries(model);
    this.#firstNames = new Map(entries.map(({ name, sharedWith }) => [name, sharedWith ?? name]));
    this.#buffers = new Map(
      entries
        .filter(({ trained, sharedWith }) => !trained && sharedWith === undefined)
        .map(({ name, shape }) => [name, createVariable(tf, weights.get(name)!, shape)]),
    );
    const [firstNames, buffers] = [this.#firstNames, this.#buffers];
    const network = { tf, constant, dropoutSource: generator, trained: names, firstNames, buffers };
    this.#network = new Network(model, network);
    const state = (name: StateName) => {
      const variable = this.#parameters.variable(resume?.optimizer.get(name) ?? new Map());
      this.#optimizerState.push(variable);
      return variable;
    };
    this.#step = resume?.step ?? 0;
    this.#optimize = createOptimizer({ tf, constant, values, step: this.#step, state }, settings);
    this.#train = new DeviceImages(tf, train, settings.normalize, Math.min(settings.limit ?? train.count, train.count));
    this.#test = new DeviceImages(tf, test, settings.normalize, test.count);
  }

  beginEpoch({ order, lr }: EpochPlan): Promise<void> {
    this.#epoch?.order.dispose();
    this.#epoch = { order: this.tf.tensor(order, [order.length], "int32"), lr, position: 0 };
    return Promise.resolve();
  }

  async runSteps(count: number, normsAt: readonly number[]): Promise<StepResults> {
    const { tf } = this;
    const measured: number[] = [];
    const results = tf.tidy(() => {
      const steps = Array.from({ length: count }, () => {
        this.#step++;
        const isMeasured = normsAt.includes(this.#step);
        if (isMeasured) measured.push(this.#step);
        return tf.tidy(() => this.#runStep(isMeasured));
      });
      return tf.stack([...steps.map(({ loss }) => loss), ...steps.flatMap(({ squares }) => squares)]);
    });
    const numbers = (await results.data()) as Float32Array;
    results.dispose();
    const parameterCount = this.#parameters.names.size;
    const norms = measured.map((step, index): StepNorms => {
      const begin = count + index * parameterCount;
      return { step, norms: Float64Array.from(numbers.subarray(begin, begin + parameterCount), Math.sqrt) };
    });
    return { losses: numbers.slice(0, count), norms };
  }

  async evaluate(onProgress?: (done: number, total: number) => void): Promise<EvaluationResults> {
    const { tf } = this;
    const { testBatchSize, loss } = this.inputs.settings;
    const predictions = new Uint8Array(this.#test.count);
    let lossSum = 0;
    for (let begin = 0; begin < predictions.length; begin += testBatchSize) {
      const rows = Math.min(testBatchSize, predictions.length - begin);
      const [mean, classes] = tf.tidy(() => {
        const { images, oneHot } = this.#test.range(begin, rows);
        const outputs = this.#network.forward(images, this.#pass(false));
        return [LOSSES[loss](tf, this.#constants.of, outputs, oneHot).mean, tf.argMax(outputs, 1)] as const;
      });
      lossSum += (await mean.data())[0]! * rows;
      predictions.set(await classes.data(), begin);
      mean.dispose();
      classes.dispose();
      onProgress?.(begin + rows, predictions.length);
      await setImmediate(); // a wide network takes seconds for a batch; the process shows that it lives
    }
    return { lossSum, predictions };
  }

  async forward(inputs: Float32Array, count: number): Promise<Float32Array> {
    const outputs = this.tf.tidy(() =>
      this.#network.forward(this.tf.tensor(inputs, [count, inputs.length / count], "float32"), this.#pass(false)),
    );
    const values = (await outputs.data()) as Float32Array;
    outputs.dispose();
    return values;
  }

  async readWeights(): Promise<Weights> {
    const trained = await this.#parameters.read();
    const weights = new Map<string, Float32Array>();
    for (const [name, first] of this.#firstNames) {
      weights.set(name, trained.get(first) ?? Float32Array.from(await this.#buffers.get(first)!.data()));
    }
    return weights;
  }

  dispose(): Promise<void> {
    this.#epoch?.order.dispose();
    const own = [this.#parameters.values, ...this.#buffers.values(), ...this.#optimizerState];
    for (const held of [...own, this.#train, this.#test, this.#constants]) held.dispose();
    return Promise.resolve();
  }

  #runStep(isMeasured: boolean): StepTensors {
    const { tf } = this;
    const { settings } = this.inputs;
    const parameters = this.#parameters.take();
    const pass = this.#pass(true, parameters);
    const { images, oneHot } = this.#nextBatch();
    const outputs = this.#network.forward(images, pass);
    const { mean, gradient } = LOSSES[settings.loss](tf, this.#constants.of, outputs, oneHot);
    this.#network.backward(gradient(), pass);
    const gradients = this.#parameters.gradientsOf(parameters);
    const joined = this.#parameters.join(gradients);
    this.#optimize(clipGradient(tf, this.#constants.of, settings.clipping, joined), this.#epoch!.lr);
    return { loss: mean, squares: isMeasured ? gradients.map(slopes => tf.sum(tf.square(slopes))) : [] };
  }

  #nextBatch() {
    const epoch = this.#epoch!;
    const rows = Math.min(this.inputs.settings.batchSize, epoch.order.shape[0]! - epoch.position);
    const indexes = this.tf.slice(epoch.order, [epoch.position], [rows]);
    epoch.position += rows;
    return this.#train.at(indexes);
  }

  #pass(training: boolean, parameters: ReadonlyMap<string, Parameter> = this.#parameters.take()): Pass {
    return { training, parameter: name => parameters.get(name)! };
  }
}

function createVariable(tf: Tensorflow, values: Float32Array, shape: readonly number[]): Variable {
  return tf.tidy(() => tf.variable(tf.tensor(values, shape, "float32"), false));
}

function describeDevice(tf: Tensorflow): string {
  const { isUsingGpuDevice, binding } = tf.backend();
  const version = binding?.TF_Version ?? "";
  return isUsingGpuDevice
    ? l10n.t("TensorFlow {0} on the GPU, with CUDA", version)
    : l10n.t("TensorFlow {0} on CPU", version);
}
