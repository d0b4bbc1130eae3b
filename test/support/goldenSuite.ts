import { beforeAll, describe, expect, test } from "vitest";
import { namedParameters } from "../../src/model/stateDict";
import { TUTORIAL_NET } from "../../src/model/tutorialNet";
import { DEFAULT_SETTINGS } from "../../src/model/trainingSettings";
import type { EngineKind, EpochFinished, GradientsMeasured, RunEvent } from "../../src/protocol/trainer";
import { readWeights } from "../../src/trainer/checkpoint";
import { loadDataset } from "../../src/trainer/data/loadDataset";
import { pixelValues } from "../../src/trainer/data/pixelValues";
import { chooseEngine } from "../../src/trainer/engines/chooseEngine";
import { describeEvaluation } from "../../src/trainer/evaluation";
import { performRun } from "../../src/trainer/performRun";
import { Generator } from "../../src/trainer/random/generator";
import { goldenGates, goldenPath, goldenRun } from "./golden";
import { findMnistFolder } from "./mnist";

const LOSS_TOLERANCE = 2e-6;
const NORM_TOLERANCE = 1e-5;
/** Relative difference of an epoch's mean loss, and difference of correct counts, that rounding alone may bring. */
const EPOCH_TOLERANCES = [
  { loss: 1e-3, correct: 100 },
  { loss: 1e-2, correct: 100 },
  { loss: 4e-2, correct: 120 },
  { loss: 4e-2, correct: 120 },
  { loss: 4e-2, correct: 120 },
];
/** Steps until the loss shows that a ReLU took the other side; up to 23 were seen. */
const GATE_DELAY = 30;

/** Five epochs on real MNIST with an engine, held to what PyTorch did with the same seed. */
export function describeGoldens(engine: EngineKind): void {
  const mnist = findMnistFolder();
  describe.skipIf(mnist.folder === undefined)(`${engine} on real MNIST ${mnist.whyNot ?? ""}`, () => {
    const folder = mnist.folder!;
    describe.each([0, 42] as const)("seed %i", seed => {
      const golden = goldenRun(seed);
      let losses: number[];
      let norms: Map<number, GradientsMeasured>;
      let epochs: EpochFinished[];

      beforeAll(async () => {
        const events = await train(engine, seed, folder);
        losses = events.flatMap(event => (event.type === "steps-measured" ? event.losses.map(Number) : []));
        norms = new Map(events.flatMap(event => (event.type === "gradients-measured" ? [[event.step, event]] : [])));
        epochs = events.filter(event => event.type === "epoch-finished");
      });

      test("every loss of epoch 1 is PyTorch's, up to a place where right implementations part", () => {
        const parting = golden.loss_epoch1.findIndex((loss, k) => Math.abs(loss - losses[k]!) > LOSS_TOLERANCE) + 1;
        const gates = goldenGates().seeds[seed]!;
        if (parting === 0) return;
        const places = gates.near_zero_float32.map(({ iteration }) => iteration);
        expect(
          places.filter(place => place <= parting && parting <= place + GATE_DELAY),
          `parts at step ${parting}, listed places are ${places.join(", ")}`,
        ).not.toEqual([]);
        expect(parting).toBeGreaterThanOrEqual(gates.first_gate_that_differs_float32_vs_float64.iteration);
      });

      test.each([1, 2, 10, 100])("the gradient norms of step %i are PyTorch's", step => {
        for (const { name } of namedParameters(TUTORIAL_NET)) {
          const expected = golden.grad_l2[step]![name]!;
          const relative = Number(norms.get(step)!.norms[name]) / expected - 1;
          expect(Math.abs(relative), name).toBeLessThan(NORM_TOLERANCE);
        }
      });

      test.each([1, 2, 3, 4, 5])("epoch %i ends where PyTorch's ends", epoch => {
        const { loss, correct } = epochs[epoch - 1]!;
        const expected = golden.epochs[epoch - 1]!;
        const tolerance = EPOCH_TOLERANCES[epoch - 1]!;
        expect(Math.abs(Number(loss) / expected.mean_loss - 1)).toBeLessThan(tolerance.loss);
        expect(Math.abs(correct - expected.correct)).toBeLessThanOrEqual(tolerance.correct);
      });

      test("the weights that PyTorch trained evaluate as in PyTorch", async () => {
        const { logits, evaluated } = await evaluateGolden(engine, seed, folder);
        expect(evaluated.confusion).toEqual(golden.eval.confusion_rows_true_cols_predicted);
        expect(evaluated.correct).toBe(golden.eval.correct);
        expect(evaluated.loss).toBeCloseTo(golden.eval.test_mean_cross_entropy, 6);
        golden.eval.per_class_accuracy.forEach((share, label) =>
          expect(evaluated.perClass[label]).toBeCloseTo(100 * share, 6),
        );
        golden.eval.logits_first16.flat().forEach((logit, k) => {
          expect(Math.abs(logits[k]! - logit)).toBeLessThan(1e-4);
        });
      });
    });
  });
}

async function train(engine: EngineKind, seed: number, dataFolder: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  await performRun({
    spec: {
      runId: `golden-${seed}`,
      task: "train",
      model: TUTORIAL_NET,
      settings: DEFAULT_SETTINGS,
      dataset: "MNIST",
      dataFolder,
      workingFolders: [],
      seed,
      engine,
      gradientNormsEvery: 1,
    },
    emit: event => events.push(event),
    signal: new AbortController().signal,
    environment: {},
  });
  const failure = events.find(event => event.type === "run-failed");
  if (failure) throw new Error(failure.message);
  return events;
}

async function evaluateGolden(kind: EngineKind, seed: number, dataFolder: string) {
  const dataset = await loadDataset({
    name: "MNIST",
    dataFolder,
    workingFolders: [],
    cacheFolder: "",
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  const { engine } = await chooseEngine(kind, {
    model: TUTORIAL_NET,
    settings: DEFAULT_SETTINGS,
    dataset,
    weights: await readWeights(goldenPath(`seed${seed}_final.pth`), TUTORIAL_NET),
    generator: new Generator(seed),
  });
  try {
    const values = pixelValues(DEFAULT_SETTINGS.normalize);
    const inputs = Float32Array.from(dataset.test.pixels.subarray(0, 16 * 784), byte => values[byte]!);
    return {
      logits: await engine.forward(inputs, 16),
      evaluated: describeEvaluation("golden", await engine.evaluate(), dataset.test),
    };
  } finally {
    await engine.dispose();
  }
}
