import { drawDigits } from "../../data/syntheticDigits";
import type { LabelledImages } from "../../data/dataset";
import { Generator } from "../../random/generator";
import { initialWeights } from "../../random/initialWeights";
import type { EngineInputs } from "../engine";
import type { TrialTask } from "./engineTrial";

/** So few digits are drawn in an instant; they are repeated to as many as are needed. */
const DRAWN = 256;
const LEAST_STEPS = 64;
const MOST_SAMPLES = 60_000;
const TEST_SAMPLES = 16;

/** Something to train on that takes as long as the user's data: digits drawn by Train Lens. */
export function trialInputs({ model, settings, threads }: TrialTask): EngineInputs {
  const drawn = drawDigits(DRAWN, 1);
  const samples = Math.min(MOST_SAMPLES, LEAST_STEPS * settings.batchSize);
  const generator = new Generator(0);
  return {
    model,
    settings: { ...settings, limit: samples },
    dataset: {
      name: "MNIST",
      train: repeat(drawn, samples),
      test: repeat(drawn, TEST_SAMPLES),
      source: "",
      synthetic: true,
    },
    weights: initialWeights(model, generator),
    generator,
    ...(threads !== undefined && { threads }),
  };
}

function repeat({ rows, columns, pixels, labels }: LabelledImages, count: number): LabelledImages {
  const take = (from: Uint8Array, each: number) => {
    const bytes = new Uint8Array(count * each);
    for (let at = 0; at < bytes.length; at += from.length) bytes.set(from.subarray(0, bytes.length - at), at);
    return bytes;
  };
  return { count, rows, columns, pixels: take(pixels, rows * columns), labels: take(labels, 1) };
}
