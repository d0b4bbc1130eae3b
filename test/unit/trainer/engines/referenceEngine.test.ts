import { describe, expect, test } from "vitest";
import type { ModelSpec } from "../../../../src/model/modelSpec";
import { namedParameters } from "../../../../src/model/stateDict";
import { mergeSettings } from "../../../../src/model/trainingSettings";
import type { Dataset } from "../../../../src/trainer/data/dataset";
import { pixelValues } from "../../../../src/trainer/data/pixelValues";
import { crossEntropy } from "../../../../src/trainer/engines/reference/crossEntropy";
import { LOSSES } from "../../../../src/trainer/engines/reference/losses";
import { Network } from "../../../../src/trainer/engines/reference/network";
import { FLOAT32, FLOAT64 } from "../../../../src/trainer/engines/reference/precision";
import { ReferenceEngine } from "../../../../src/trainer/engines/reference/referenceEngine";
import { Generator } from "../../../../src/trainer/random/generator";
import { initialWeights } from "../../../../src/trainer/random/initialWeights";
import { randomTraining } from "../../../support/randomTraining";
import { seededTest } from "../../../support/seededTest";

const linear = (inFeatures: number, outFeatures: number, bias = true) => ({
  type: "Linear" as const,
  inFeatures,
  outFeatures,
  bias,
});

/** 9-6-5-10 with and without bias, on 3 x 3 images: small enough to differentiate every weight by hand. */
const [first, second, third] = [linear(9, 6), linear(6, 5, false), linear(5, 10)];
const TINY_NET: ModelSpec = {
  name: "Tiny",
  inputShape: [1, 3, 3],
  modules: [
    { name: "first", type: "Linear", layer: first },
    { name: "second", type: "Linear", layer: second },
    { name: "third", type: "Linear", layer: third },
  ],
  calls: [
    { layer: { type: "Flatten", startDim: 1, endDim: -1 } },
    { module: "first", layer: first },
    { layer: { type: "ReLU", inplace: false } },
    { module: "second", layer: second },
    { layer: { type: "Identity" } },
    { layer: { type: "ReLU", inplace: false } },
    { module: "third", layer: third },
  ],
};

/** How far a weight is moved to either side. */
const STEP = 1e-6;

/**
 * The gradient is the slope over both sides, however much the loss curves; where a ReLU opens or shuts within the step,
 * the loss bends there, and the gradient is the slope on one side.
 */
function expectSlope(gradient: number, below: number, here: number, above: number): void {
  const [left, right] = [(here - below) / STEP, (above - here) / STEP];
  if (Math.abs(gradient - (left + right) / 2) < 5e-7) return;
  expect(Math.min(Math.abs(gradient - left), Math.abs(gradient - right))).toBeLessThan(1e-5);
}

describe("gradients against finite differences, in float64", () => {
  const BACKGROUNDS = [0, -1, 0.25];
  seededTest("every weight of a tiny net, whatever the background of its input", 20, seed => {
    const generator = new Generator(seed);
    const background = BACKGROUNDS[generator.nextUint32() % BACKGROUNDS.length]!;
    const network = new Network(TINY_NET, initialWeights(TINY_NET, generator), generator, FLOAT64);
    const rows = 7;
    const values = Float64Array.from(generator.uniform(rows * 9, -2, 2), value => (value > 0.5 ? value : background));
    const labels = Uint8Array.from({ length: rows }, () => generator.nextUint32() % 10);
    const predicted = new Uint8Array(rows);
    const loss = (gradient?: Float64Array) => {
      const logits = network.forward({ rows, values, background }, true);
      return crossEntropy(logits, labels, 10, predicted, gradient) / rows;
    };
    const logitGradient = new Float64Array(rows * 10);
    const here = loss(logitGradient);
    network.backward(logitGradient);
    const gradients = network.parameters.map(({ gradient }) => Float64Array.from(gradient));
    network.parameters.forEach(({ values: weights }, index) => {
      for (let k = 0; k < weights.length; k++) {
        const kept = weights[k]!;
        weights[k] = kept + STEP;
        const above = loss();
        weights[k] = kept - STEP;
        const below = loss();
        weights[k] = kept;
        expectSlope(gradients[index]![k]!, below, here, above);
      }
    });
  });
});

seededTest("gradients of every layer and loss against finite differences, in float64", 60, seed => {
  const { model, settings, weights } = randomTraining(seed);
  const dropoutSource = { dropoutNoise: (count: number, p: number) => new Generator(seed).dropoutNoise(count, p) };
  const network = new Network(model, weights, dropoutSource, FLOAT64);
  const generator = new Generator(seed);
  const rows = 5;
  const size = model.inputShape.reduce((product, side) => product * side, 1);
  const values = Float64Array.from(generator.uniform(rows * size, -2, 2));
  const labels = Uint8Array.from({ length: rows }, () => generator.nextUint32() % 10);
  const loss = (gradient?: Float64Array) => {
    const outputs = network.forward({ rows, values, background: 0 }, true);
    return LOSSES[settings.loss](outputs, labels, 10, new Uint8Array(rows), gradient) / rows;
  };
  const outputGradient = new Float64Array(rows * 10);
  const here = loss(outputGradient);
  network.backward(outputGradient);
  const gradients = network.parameters.map(({ gradient }) => Float64Array.from(gradient));
  network.parameters.forEach(({ values: weight }, index) => {
    for (let trial = 0; trial < 10; trial++) {
      const k = generator.nextUint32() % weight.length;
      const kept = weight[k]!;
      weight[k] = kept + STEP;
      const above = loss();
      weight[k] = kept - STEP;
      const below = loss();
      weight[k] = kept;
      expectSlope(gradients[index]![k]!, below, here, above);
    }
  });
});

describe("a module that is called twice", () => {
  test("gets the sum of both calls' gradients", () => {
    const shared = linear(9, 9);
    const model: ModelSpec = {
      name: "Shared",
      inputShape: [9],
      modules: [
        { name: "shared", type: "Linear", layer: shared },
        { name: "out", type: "Linear", layer: linear(9, 10) },
      ],
      calls: [
        { module: "shared", layer: shared },
        { layer: { type: "ReLU", inplace: false } },
        { module: "shared", layer: shared },
        { module: "out", layer: linear(9, 10) },
      ],
    };
    const generator = new Generator(7);
    const network = new Network(model, initialWeights(model, generator), generator, FLOAT64);
    const values = Float64Array.from(generator.uniform(9, -1, 1));
    const labels = Uint8Array.of(3);
    const loss = (gradient?: Float64Array) =>
      crossEntropy(network.forward({ rows: 1, values, background: 0 }, true), labels, 10, new Uint8Array(1), gradient);
    const logitGradient = new Float64Array(10);
    loss(logitGradient);
    network.backward(logitGradient);
    const { values: weights, gradient } = network.parameters[0]!;
    const got = Float64Array.from(gradient);
    for (let k = 0; k < weights.length; k++) {
      weights[k]! += 1e-6;
      const above = loss();
      weights[k]! -= 2e-6;
      const below = loss();
      weights[k]! += 1e-6;
      expect(got[k]!).toBeCloseTo((above - below) / 2e-6, 6);
    }
  });
});

describe("cross entropy", () => {
  test("stays finite for logits that would overflow exp", () => {
    const lossSum = crossEntropy(Float32Array.of(1000, -1000, 0), Uint8Array.of(1), 3, new Uint8Array(1));
    expect(lossSum).toBe(2000);
  });

  test("predicts the first of equal logits, as torch.max does", () => {
    const predicted = new Uint8Array(1);
    crossEntropy(Float32Array.of(1, 2, 2), Uint8Array.of(0), 3, predicted);
    expect(predicted[0]).toBe(1);
  });

  test("of equal logits is the logarithm of their number", () => {
    expect(crossEntropy(new Float32Array(10), Uint8Array.of(4), 10, new Uint8Array(1))).toBeCloseTo(Math.log(10), 12);
  });
});

describe("the engine", () => {
  const dataset = (): Dataset => {
    const generator = new Generator(5);
    const images = (count: number) => ({
      count,
      rows: 3,
      columns: 3,
      pixels: Uint8Array.from({ length: count * 9 }, () => Math.max(0, (generator.nextUint32() % 512) - 256)),
      labels: Uint8Array.from({ length: count }, (_, k) => k % 10),
    });
    return { name: "MNIST", train: images(100), test: images(35), source: "drawn", synthetic: true };
  };
  const createEngine = () => {
    const generator = new Generator(1);
    const settings = mergeSettings({ batchSize: 32, testBatchSize: 8 });
    const weights = initialWeights(TINY_NET, generator);
    return new ReferenceEngine({ model: TINY_NET, settings, dataset: dataset(), weights, generator }, FLOAT32);
  };
  const ORDER = Int32Array.from({ length: 100 }, (_, k) => (k * 37) % 100);

  test("gives the same losses however its steps are grouped, the short last batch included", async () => {
    const grouped = createEngine();
    const single = createEngine();
    await grouped.beginEpoch({ order: ORDER, lr: 0.01 });
    await single.beginEpoch({ order: ORDER, lr: 0.01 });
    const all = (await grouped.runSteps(4, [4])).losses;
    const one = [];
    for (let step = 0; step < 4; step++) one.push(...(await single.runSteps(1, [])).losses);
    expect([...all]).toEqual(one);
  });

  test("gives each test image the class with the highest output", async () => {
    const engine = createEngine();
    const { predictions } = await engine.evaluate();
    const values = pixelValues(mergeSettings({}).normalize);
    const images = dataset().test;
    const outputs = await engine.forward(
      Float32Array.from(images.pixels, byte => values[byte]!),
      images.count,
    );
    const highest = Array.from({ length: images.count }, (_, index) => {
      const scores = outputs.subarray(10 * index, 10 * index + 10);
      return scores.indexOf(Math.max(...scores));
    });
    expect([...predictions]).toEqual(highest);
  });

  test("evaluating changes no weight", async () => {
    const engine = createEngine();
    const before = await engine.readWeights();
    await engine.evaluate();
    expect(await engine.readWeights()).toEqual(before);
  });

  test("reports a norm for each named parameter of the steps asked for, before their update", async () => {
    const engine = createEngine();
    await engine.beginEpoch({ order: ORDER, lr: 0.01 });
    const { norms } = await engine.runSteps(3, [1, 3]);
    expect(norms.map(({ step }) => step)).toEqual([1, 3]);
    for (const { norms: values } of norms) expect(values).toHaveLength(namedParameters(TINY_NET).length);
  });
});
