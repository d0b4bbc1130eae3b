import { singleSampleBatch } from "../singleSampleBatch";
import { meanAndVariance, normalizedGradient } from "./normalize";
import type { Batch, Operation, Parameter } from "./operation";
import { GrowingBuffer, type Precision, type Reals } from "./precision";

/** Tensors of a batch normalization; the last three are absent when it tracks no running statistics. */
export interface BatchNormTensors {
  readonly weight?: Parameter | undefined;
  readonly bias?: Parameter | undefined;
  readonly runningMean?: Parameter | undefined;
  readonly runningVar?: Parameter | undefined;
  readonly batchesTracked?: Parameter | undefined;
}

interface BatchNormOptions {
  readonly channels: number;
  /** Values of a channel in one sample. */
  readonly inner: number;
  readonly eps: number;
  /** `null`: the average over all batches so far. */
  readonly momentum: number | null;
}

/** `nn.BatchNorm1d` and `nn.BatchNorm2d`: in training with the statistics of the batch, else with the running ones where there are some. */
export class BatchNorm implements Operation {
  readonly #output: GrowingBuffer;
  readonly #inputGradient: GrowingBuffer;
  #channels: { readonly indexes: number[]; readonly z: number[]; readonly deviation: number }[] = [];

  constructor(
    private readonly options: BatchNormOptions,
    private readonly tensors: BatchNormTensors,
    precision: Precision,
  ) {
    this.#output = new GrowingBuffer(precision);
    this.#inputGradient = new GrowingBuffer(precision);
  }

  forward({ rows, values }: Batch, training: boolean): Batch {
    const { channels, inner, eps } = this.options;
    const { weight, bias, runningMean, runningVar, batchesTracked } = this.tensors;
    const output = this.#output.take(values.length);
    if (!training && runningMean && runningVar) {
      this.#normalize(values, output, runningMean.values, runningVar.values);
      return { rows, values: output, background: 0 };
    }
    if (training && rows * inner === 1) throw singleSampleBatch();
    if (training && batchesTracked) batchesTracked.values[0]!++;
    this.#channels = Array.from({ length: channels }, (_, channel) => {
      const indexes = Array.from(
        { length: rows * inner },
        (__, at) => (Math.floor(at / inner) * channels + channel) * inner + (at % inner),
      );
      const { mean, variance } = meanAndVariance(values, indexes);
      if (training) this.#track(channel, mean, (variance * indexes.length) / (indexes.length - 1));
      const deviation = Math.sqrt(variance + eps);
      const z = indexes.map(k => (values[k]! - mean) / deviation);
      indexes.forEach((k, at) => {
        output[k] = z[at]! * (weight?.values[channel] ?? 1) + (bias?.values[channel] ?? 0);
      });
      return { indexes, z, deviation };
    });
    return { rows, values: output, background: 0 };
  }

  backward(outputGradient: Reals): Reals {
    const { weight, bias } = this.tensors;
    const inputGradient = this.#inputGradient.take(outputGradient.length);
    this.#channels.forEach(({ indexes, z, deviation }, channel) => {
      const slopes = indexes.map(k => outputGradient[k]! * (weight?.values[channel] ?? 1));
      normalizedGradient(slopes, z, deviation).forEach((slope, at) => (inputGradient[indexes[at]!] = slope));
      if (weight) weight.gradient[channel]! += indexes.reduce((sum, k, at) => sum + outputGradient[k]! * z[at]!, 0);
      if (bias) bias.gradient[channel]! += indexes.reduce((sum, k) => sum + outputGradient[k]!, 0);
    });
    return inputGradient;
  }

  /** With statistics that are known; nothing is kept for a backward pass. */
  #normalize(values: Reals, output: Reals, means: Reals, variances: Reals): void {
    const { channels, inner, eps } = this.options;
    const { weight, bias } = this.tensors;
    for (let begin = 0; begin < values.length; begin += inner) {
      const channel = (begin / inner) % channels;
      const deviation = Math.sqrt(variances[channel]! + eps);
      const [mean, scale, shift] = [means[channel]!, weight?.values[channel] ?? 1, bias?.values[channel] ?? 0];
      for (let k = begin; k < begin + inner; k++) output[k] = ((values[k]! - mean) / deviation) * scale + shift;
    }
  }

  /** `variance` divides by one less than the number of values. */
  #track(channel: number, mean: number, variance: number): void {
    const { runningMean, runningVar, batchesTracked } = this.tensors;
    if (!runningMean || !runningVar || !batchesTracked) return;
    const share = this.options.momentum ?? 1 / batchesTracked.values[0]!;
    runningMean.values[channel] = (1 - share) * runningMean.values[channel]! + share * mean;
    runningVar.values[channel] = (1 - share) * runningVar.values[channel]! + share * variance;
  }
}
