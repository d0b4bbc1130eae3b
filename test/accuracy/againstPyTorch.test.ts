import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Weights } from "../../src/trainer/engines/engine";
import { pixelValues } from "../../src/trainer/data/pixelValues";
import { FLOAT64 } from "../../src/trainer/engines/reference/precision";
import { ReferenceEngine } from "../../src/trainer/engines/reference/referenceEngine";
import { Generator } from "../../src/trainer/random/generator";
import { findPython, runPythonFile } from "../support/python";
import { randomTraining } from "../support/randomTraining";
import { temporaryFolder } from "../support/temporaryFolder";

const NETS = 200;
const BASE_SEED = 20_000;
/** Both compute in double; our results come back as float32. */
const TOLERANCE = 2e-7;

interface PyTorchResult {
  readonly losses: readonly number[];
  readonly norms: readonly (readonly number[])[];
  readonly outputs: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
}

const python = findPython();
const folder = temporaryFolder();

describe.skipIf("reason" in python)(
  `the reference engine in float64 ${"reason" in python ? python.reason : ""}`,
  () => {
    test(`trains ${NETS} random nets as PyTorch does`, async () => {
      const cases = Array.from({ length: NETS }, (_, k) => drawCase(BASE_SEED + k));
      const file = join(folder, "cases.json");
      writeFileSync(file, JSON.stringify(cases.map(({ forPyTorch }) => forPyTorch)));
      const script = fileURLToPath(new URL("../support/trainInPyTorch.py", import.meta.url));
      const results = (await runPythonFile((python as { path: string }).path, script, [file])) as PyTorchResult[];
      for (const [k, { train }] of cases.entries()) {
        try {
          await train(results[k]!);
        } catch (error) {
          throw new Error(`net ${BASE_SEED + k}: ${JSON.stringify(cases[k]!.forPyTorch.layers)}`, { cause: error });
        }
      }
    });
  },
);

/** One random training for PyTorch to do, and the same with ours, held to PyTorch's result. */
function drawCase(seed: number) {
  const inputs = randomTraining(seed);
  const { model, settings, dataset } = inputs;
  const { pixels, labels, count } = dataset.train;
  const values = pixelValues(settings.normalize);
  const images = Float32Array.from(pixels, byte => values[byte]!);
  const size = images.length / count;
  const forPyTorch = {
    settings,
    names: model.modules.map(({ name }) => name),
    layers: model.calls.map(({ layer }) => layer),
    weights: Object.fromEntries([...inputs.weights].map(([name, tensor]) => [name, [...tensor]])),
    inputs: Array.from({ length: count }, (_, k) => [...images.subarray(k * size, (k + 1) * size)]),
    labels: [...labels],
    dropoutSeed: seed,
  };
  const train = async (expected: PyTorchResult) => {
    const engine = new ReferenceEngine({ ...inputs, generator: new Generator(seed) }, FLOAT64);
    await engine.beginEpoch({ order: Int32Array.from({ length: count }, (_, k) => k), lr: settings.lr });
    const steps = Math.floor(count / settings.batchSize);
    const { losses, norms } = await engine.runSteps(
      steps,
      Array.from({ length: steps }, (_, k) => k + 1),
    );
    expectClose("losses", losses, expected.losses);
    norms.forEach(({ norms: step }, k) => expectClose(`norms of step ${k + 1}`, step, expected.norms[k]!));
    const weights: Weights = await engine.readWeights();
    for (const [name, tensor] of weights) expectClose(name, tensor, expected.weights[name]!);
    expectClose("outputs", await engine.forward(images, count), expected.outputs);
  };
  return { forPyTorch, train };
}

function expectClose(what: string, values: ArrayLike<number>, expected: readonly number[]): void {
  expect(values.length, what).toBe(expected.length);
  expected.forEach((wanted, k) => {
    const allowed = TOLERANCE * Math.max(1, Math.abs(wanted));
    if (!(Math.abs(values[k]! - wanted) <= allowed)) throw new Error(`${what} ${k}: ${values[k]!}, not ${wanted}`);
  });
}
