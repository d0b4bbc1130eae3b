import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { namedParameters } from "../../../../src/model/stateDict";
import { DEFAULT_SETTINGS } from "../../../../src/model/trainingSettings";
import { TUTORIAL_NET } from "../../../../src/model/tutorialNet";
import { loadDataset } from "../../../../src/trainer/data/loadDataset";
import type { Engine, StepResults, Weights } from "../../../../src/trainer/engines/engine";
import { webgpuFactory } from "../../../../src/trainer/engines/webgpu/webgpuFactory";
import { Generator } from "../../../../src/trainer/random/generator";
import { initialWeights } from "../../../../src/trainer/random/initialWeights";
import { drawShuffledOrder } from "../../../../src/trainer/random/loaderDraws";
import { goldenRun } from "../../../support/golden";
import { findMnistFolder } from "../../../support/mnist";

const MINUTE_MS = 60_000;
const LOSS_TOLERANCE = 2e-6;
const NORM_TOLERANCE = 1e-5;
/** A GPU in software takes a quarter of a second for a step: set this to 200 where that does not matter. */
const STEPS = Number(process.env["TEST_WEBGPU_STEPS"] ?? 10);
const MEASURED_STEPS = [1, 2, 10, 100].filter(step => step <= STEPS);

process.env["TRAIN_LENS_SOFTWARE_GPU"] = "1";
const mnist = findMnistFolder();
const reason =
  (await webgpuFactory.whyUnavailable({ isNamed: true })) ?? (mnist.folder === undefined ? mnist.whyNot : undefined);
const title = `webgpu on real MNIST, seed 42${reason === undefined ? "" : ` (skipped: ${reason})`}`;

describe.skipIf(reason !== undefined)(title, () => {
  const golden = goldenRun(42);
  let engine: Engine;
  let weights: Weights;
  let results: StepResults;

  beforeAll(async () => {
    const dataset = await loadDataset({
      name: "MNIST",
      dataFolder: mnist.folder!,
      workingFolders: [],
      cacheFolder: "",
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    const generator = new Generator(42);
    weights = initialWeights(TUTORIAL_NET, generator);
    engine = await webgpuFactory.create({
      model: TUTORIAL_NET,
      settings: DEFAULT_SETTINGS,
      dataset,
      weights,
      generator,
    });
    expect(await engine.readWeights()).toEqual(weights);
    await engine.beginEpoch({ order: drawShuffledOrder(generator, dataset.train.count), lr: DEFAULT_SETTINGS.lr });
    results = await engine.runSteps(STEPS, MEASURED_STEPS);
  }, 10 * MINUTE_MS);

  afterAll(() => engine.dispose());

  test(`the first ${STEPS} losses are PyTorch's`, () => {
    const parting = [...results.losses].findIndex((loss, k) => {
      return !(Math.abs(loss - golden.loss_epoch1[k]!) <= LOSS_TOLERANCE);
    });
    expect(parting, `step ${parting + 1}`).toBe(-1);
  });

  test.each(MEASURED_STEPS)("the gradient norms of step %i are PyTorch's", step => {
    const { norms } = results.norms.find(measured => measured.step === step)!;
    namedParameters(TUTORIAL_NET).forEach(({ name }, k) => {
      expect(Math.abs(norms[k]! / golden.grad_l2[step]![name]! - 1), name).toBeLessThan(NORM_TOLERANCE);
    });
  });
});
