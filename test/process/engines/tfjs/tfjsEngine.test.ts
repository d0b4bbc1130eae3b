import { describe, expect, test } from "vitest";
import type { Layer } from "../../../../src/model/layers";
import type { ModelSpec, Shape } from "../../../../src/model/modelSpec";
import { elementCount } from "../../../../src/model/stateDict";
import { mergeSettings } from "../../../../src/model/trainingSettings";
import type { Engine, EngineInputs } from "../../../../src/trainer/engines/engine";
import { referenceFactory } from "../../../../src/trainer/engines/reference/referenceEngine";
import { findTensorflow } from "../../../../src/trainer/engines/tfjs/findTensorflow";
import { loadTensorflow } from "../../../../src/trainer/engines/tfjs/loadTensorflow";
import { tfjsFactory } from "../../../../src/trainer/engines/tfjs/tfjsFactory";
import { whyCannotLoad } from "../../../../src/trainer/engines/whyCannotLoad";
import { Generator } from "../../../../src/trainer/random/generator";
import { initialWeights } from "../../../../src/trainer/random/initialWeights";
import { randomTraining } from "../../../support/randomTraining";
import { useTfjs } from "../../../support/useTfjs";

const inplace = false;
const whyNot = await useTfjs();

describe.skipIf(whyNot !== undefined)(`the TensorFlow engine ${whyNot ?? ""}`, () => {
  test.each<[string, Layer[]]>([
    ["a linear layer on rows", [linear(5, 3), { type: "Flatten", startDim: 1, endDim: 2 }, linear(18, 10)]],
    ["channels of several values", [batchNorm(6), flat(), linear(30, 10)]],
    ["a softmax over channels", [{ type: "Softmax", dim: 1 }, flat(), linear(30, 10)]],
    ["a log-softmax within channels", [{ type: "LogSoftmax", dim: 2 }, flat(), linear(30, 10)]],
    ["groups of a layer norm", [layerNorm([5]), layerNorm([6, 5]), flat(), linear(30, 10)]],
  ])("computes %s as the reference does", async (_, layers) => {
    await expectSame(inputsFor(modelOf([6, 5], layers)));
  });

  test("a module that is called twice gets the gradients of both calls", async () => {
    const { modules, calls, ...rest } = modelOf([12], [linear(12, 12), { type: "ReLU", inplace }, linear(12, 10)]);
    await expectSame(inputsFor({ ...rest, modules, calls: [calls[0]!, calls[1]!, calls[0]!, calls[2]!] }));
  });

  test("what a call leaves unused gets no gradient, and stays", async () => {
    const { modules, calls, ...rest } = modelOf([12], [linear(12, 12), linear(12, 10)]);
    const skipping = [calls[0]!, { ...calls[1]!, inputs: [-1] }];
    await expectSame(inputsFor({ ...rest, modules, calls: skipping }));
  });

  test("a training that blows up says so at the step where the reference's does", async () => {
    const inputs = randomTraining(5, { plain: true, settings: { optimizer: "sgd", batchSize: 8 } });
    const plan = { order: new Generator(5).permutation(56), lr: 1e18 };
    const losses: Float32Array[] = [];
    for (const factory of [tfjsFactory, referenceFactory]) {
      const engine = await factory.create({ ...inputs, generator: new Generator(1) });
      await engine.beginEpoch(plan);
      losses.push((await engine.runSteps(7, [])).losses);
      await engine.dispose();
    }
    const [ours, wanted] = losses.map(all => all.findIndex(loss => !Number.isFinite(loss)));
    expect(wanted).toBeGreaterThan(0);
    expect(ours).toBe(wanted);
  });

  test("steps leave nothing on the device, and neither does an engine", async () => {
    const tf = loadTensorflow(findTensorflow(process.env)!.folder);
    const held = () => tf.memory().numTensors;
    const before = held();
    for (const seed of [1, 2, 3, 4]) {
      const inputs = randomTraining(seed);
      const engine = await tfjsFactory.create(inputs);
      const order = new Generator(0).permutation(inputs.dataset.train.count);
      const useAll = async () => {
        await engine.beginEpoch({ order, lr: 0.001 });
        await engine.runSteps(1, [1, 2]);
        await engine.evaluate();
        await engine.forward(new Float32Array(elementCount(inputs.model.inputShape)), 1);
        await engine.readWeights();
      };
      await useAll();
      const once = held();
      await useAll();
      expect(held()).toBe(once);
      await engine.dispose();
    }
    expect(held()).toBe(before);
  });

  test("says what computes", async () => {
    const engine = await tfjsFactory.create(randomTraining(1));
    expect(engine.device).toMatch(/^TensorFlow \d+\.\d+\.\d+ on (CPU|the GPU, with CUDA)$/);
    await engine.dispose();
  });

  test("its process is closed to Dawn", () => {
    expect(whyCannotLoad("TensorFlow")).toBeUndefined();
    expect(whyCannotLoad("Dawn")).toContain("TensorFlow");
  });
});

function linear(inFeatures: number, outFeatures: number): Layer {
  return { type: "Linear", inFeatures, outFeatures, bias: true };
}
function flat(): Layer {
  return { type: "Flatten", startDim: 1, endDim: -1 };
}
function batchNorm(numFeatures: number): Layer {
  const affine = { affine: true, bias: true };
  return { type: "BatchNorm1d", numFeatures, eps: 0.1, momentum: 0.1, trackRunningStats: true, ...affine };
}
function layerNorm(normalizedShape: Shape): Layer {
  return { type: "LayerNorm", normalizedShape, eps: 0.1, elementwiseAffine: true, bias: true };
}

function modelOf(inputShape: Shape, layers: readonly Layer[]): ModelSpec {
  const modules = layers.map((layer, index) => ({ name: `layer${index}`, type: layer.type, layer }));
  return {
    name: "Net",
    inputShape,
    modules,
    calls: modules.map(({ name, layer }) => ({ module: name, layer })),
  };
}

/** Random images for a model that takes so many values. */
function inputsFor(model: ModelSpec): EngineInputs {
  const columns = elementCount(model.inputShape);
  const draw = new Generator(7);
  const images = (count: number) => ({
    count,
    rows: 1,
    columns,
    pixels: Uint8Array.from({ length: count * columns }, () => draw.nextUint32() % 256),
    labels: Uint8Array.from({ length: count }, () => draw.nextUint32() % 10),
  });
  return {
    model,
    settings: mergeSettings({ batchSize: 16, testBatchSize: 16, optimizer: "sgd" }),
    dataset: { name: "MNIST", train: images(64), test: images(40), source: "drawn", synthetic: true },
    weights: initialWeights(model, new Generator(3)),
    generator: new Generator(1),
  };
}

async function expectSame(inputs: EngineInputs): Promise<void> {
  const outcomes = [];
  for (const factory of [tfjsFactory, referenceFactory]) {
    const engine: Engine = await factory.create({ ...inputs, generator: new Generator(1) });
    await engine.beginEpoch({ order: new Generator(2).permutation(64), lr: 0.1 });
    const { losses, norms } = await engine.runSteps(4, [1, 4]);
    const { lossSum, predictions } = await engine.evaluate();
    const weights = [...(await engine.readWeights()).values()].flatMap(values => [...values]);
    outcomes.push({
      numbers: [...losses, ...norms.flatMap(step => [...step.norms]), lossSum, ...weights],
      predictions,
    });
    await engine.dispose();
  }
  const [ours, wanted] = outcomes;
  expect(ours!.predictions).toEqual(wanted!.predictions);
  expect(ours!.numbers.length).toBe(wanted!.numbers.length);
  ours!.numbers.forEach((value, k) => expect(Math.abs(value - wanted!.numbers[k]!)).toBeLessThan(2e-5));
}
