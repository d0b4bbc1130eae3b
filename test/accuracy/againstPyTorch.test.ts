import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Schedule } from "../../src/model/trainingSettings";
import type { Engine } from "../../src/trainer/engines/engine";
import { pixelValues } from "../../src/trainer/data/pixelValues";
import { FLOAT64 } from "../../src/trainer/engines/reference/precision";
import { ReferenceEngine } from "../../src/trainer/engines/reference/referenceEngine";
import { wasmFactory } from "../../src/trainer/engines/wasm/wasmEngine";
import { Generator } from "../../src/trainer/random/generator";
import { scheduledRate } from "../../src/trainer/scheduledRate";
import { findPython, runPythonFile } from "../support/python";
import { randomTraining } from "../support/randomTraining";
import { temporaryFolder } from "../support/temporaryFolder";

const NETS = 300;
const BASE_SEED = 20_000;
const EPOCHS = 3;
/** Where PyTorch computes in double, too; our results come back as float32. */
const DOUBLE_TOLERANCE = 2e-7;
/** For float32 over all epochs of nets that blow rounding up as optimizers and normalizations do. */
const SINGLE_TOLERANCE = 5e-5;
/** Nets in which a unit is so near zero that rounding decides its ReLU. */
const PARTING_NETS = 3;
const SCHEDULES: readonly (Schedule | undefined)[] = [
  undefined,
  { kind: "step", stepSize: 2, gamma: 0.3 },
  { kind: "exponential", gamma: 0.7 },
  { kind: "cosine", tMax: 2, etaMin: 1e-4 },
];

interface PyTorchResult {
  readonly losses: readonly number[];
  readonly norms: readonly (readonly number[])[];
  readonly outputs: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
}

const python = findPython(["torch"]);

describe.skipIf("reason" in python)(
  `${NETS} random nets ${"reason" in python ? `(skipped: ${python.reason})` : ""}`,
  () => {
    const cases = Array.from({ length: NETS }, (_, k) => drawCase(BASE_SEED + k));
    const trained = trainInPyTorch(cases);

    test("train as in PyTorch on the reference engine in float64", async () => {
      const results = await trained;
      for (const [k, { seed, inputs, train }] of cases.entries()) {
        const engine = new ReferenceEngine({ ...inputs, generator: new Generator(seed) }, FLOAT64);
        await explain(cases[k]!, () => train(engine, results[k]!, DOUBLE_TOLERANCE));
      }
    });

    test.each([1, 2])("train as in PyTorch on the WASM engine with %i threads", async threads => {
      const results = await trained;
      const failures: unknown[] = [];
      let count = 0;
      for (const [k, { seed, inputs, train }] of cases.entries()) {
        if (wasmFactory.whyUnable(inputs.model, inputs.settings) !== undefined) continue;
        count++;
        const engine = await wasmFactory.create({ ...inputs, generator: new Generator(seed), threads });
        await explain(cases[k]!, () => train(engine, results[k]!, SINGLE_TOLERANCE)).catch((error: unknown) =>
          failures.push(error),
        );
        await engine.dispose();
      }
      expect(count).toBeGreaterThanOrEqual(200);
      if (failures.length > PARTING_NETS) throw failures[0];
    });
  },
);

type Case = ReturnType<typeof drawCase>;

async function trainInPyTorch(cases: readonly Case[]): Promise<readonly PyTorchResult[]> {
  if ("reason" in python) return [];
  const file = join(temporaryFolder(), "cases.json");
  writeFileSync(file, JSON.stringify(cases.map(({ forPyTorch }) => forPyTorch)));
  const script = fileURLToPath(new URL("../support/trainInPyTorch.py", import.meta.url));
  return (await runPythonFile(python.path, script, [file])) as PyTorchResult[];
}

async function explain({ seed, forPyTorch }: Case, body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    const { layers, settings } = forPyTorch;
    throw new Error(`net ${seed}: ${JSON.stringify({ layers, settings })}`, { cause: error });
  }
}

/** One random training for PyTorch to do, and the same with one of our engines, held to PyTorch's result. */
function drawCase(seed: number) {
  const schedule = SCHEDULES[seed % SCHEDULES.length];
  const drawn = randomTraining(seed, { sharing: true, settings: { epochs: EPOCHS, ...(schedule && { schedule }) } });
  const { model, dataset } = drawn;
  const { pixels, labels, count } = dataset.train;
  const dropLast = count % drawn.settings.batchSize === 1; // a batch of one sample has no variance
  const inputs = { ...drawn, settings: { ...drawn.settings, dropLast } };
  const { settings } = inputs;
  const values = pixelValues(settings.normalize);
  const images = Float32Array.from(pixels, byte => values[byte]!);
  const size = images.length / count;
  const forPyTorch = {
    settings,
    modules: model.modules.map(({ name, layer }) => [name, layer]),
    calls: model.calls.map(({ module }) => module),
    layers: model.calls.map(({ layer }) => layer),
    weights: Object.fromEntries([...inputs.weights].map(([name, tensor]) => [name, [...tensor]])),
    inputs: Array.from({ length: count }, (_, k) => [...images.subarray(k * size, (k + 1) * size)]),
    labels: [...labels],
    dropoutSeed: seed,
  };
  const train = async (engine: Engine, expected: PyTorchResult, tolerance: number) => {
    const steps = (dropLast ? Math.floor : Math.ceil)(count / settings.batchSize);
    const order = Int32Array.from({ length: count }, (_, k) => k);
    for (let epoch = 1; epoch <= EPOCHS; epoch++) {
      await engine.beginEpoch({ order, lr: scheduledRate(settings.lr, settings.schedule, epoch) });
      const first = (epoch - 1) * steps;
      const all = Array.from({ length: steps }, (_, k) => first + k + 1);
      const { losses, norms } = await engine.runSteps(steps, all);
      expectClose(`losses of epoch ${epoch}`, losses, expected.losses.slice(first, first + steps), tolerance);
      norms.forEach(({ step, norms: own }) =>
        expectClose(`norms of step ${step}`, own, expected.norms[step - 1]!, tolerance),
      );
    }
    for (const [name, tensor] of await engine.readWeights())
      expectClose(name, tensor, expected.weights[name]!, tolerance);
    expectClose("outputs", await engine.forward(images, count), expected.outputs, tolerance);
  };
  return { seed, inputs, forPyTorch, train };
}

function expectClose(what: string, values: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(values.length, what).toBe(expected.length);
  expected.forEach((wanted, k) => {
    const allowed = tolerance * Math.max(1, Math.abs(wanted));
    if (!(Math.abs(values[k]! - wanted) <= allowed)) throw new Error(`${what} ${k}: ${values[k]!}, not ${wanted}`);
  });
}
