import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import type { Schedule } from "../../src/model/trainingSettings";
import { pixelValues } from "../../src/trainer/data/pixelValues";
import type { Engine } from "../../src/trainer/engines/engine";
import { Generator } from "../../src/trainer/random/generator";
import { scheduledRate } from "../../src/trainer/scheduledRate";
import type { Candidate } from "./engineSuite";
import { findPython, runPythonFile } from "./python";
import { randomTraining } from "./randomTraining";
import { temporaryFolder } from "./temporaryFolder";

const MINUTE_MS = 60_000;
const BASE_SEED = 20_000;
const EPOCHS = 3;
/** The largest difference, relative where a number is above 1, and the share of nets that may exceed it. */
const HELD = {
  /** PyTorch computes in double, too; our results come back as float32. */
  double: { tolerance: 2e-7, partingShare: 0 },
  /** Over all epochs of nets that blow rounding up; in some a unit is so near zero that rounding decides its ReLU. */
  single: { tolerance: 5e-5, partingShare: 0.013 },
};
/** A training in which the loss grew to so many times what it was makes of a rounding anything. */
const EXPLODED = 1000;
const EXPLODING_SHARE = 0.01;
const SCHEDULES: readonly (Schedule | undefined)[] = [
  undefined,
  { kind: "step", stepSize: 2, gamma: 0.3 },
  { kind: "exponential", gamma: 0.7 },
  { kind: "cosine", tMax: 2, etaMin: 1e-4 },
];

/** An engine that is held to PyTorch. */
export interface HeldEngine extends Candidate {
  /** What it computes in; float32 when absent. */
  readonly precision?: keyof typeof HELD;
}

interface PyTorchResult {
  readonly losses: readonly number[];
  readonly norms: readonly (readonly number[])[];
  readonly outputs: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
}

type Kind = "losses" | "norms" | "weights" | "outputs";

/**
 * Trains random nets with random settings in PyTorch, in float64, and with each engine; all numbers must agree. So
 * many nets are drawn that each engine can train `defaultCount` of them, or as many as `TEST_PYTORCH_NETS` says.
 */
export function describeAgainstPyTorch(engines: readonly HeldEngine[], defaultCount: number): void {
  const count = Number(process.env["TEST_PYTORCH_NETS"] ?? defaultCount);
  const reason = engines.find(engine => engine.reason !== undefined)?.reason;
  const python = reason === undefined ? findPython(["torch"]) : { reason };
  const title = `${count} random nets ${"reason" in python ? `(skipped: ${python.reason})` : ""}`;
  describe.skipIf("reason" in python)(title, () => {
    const cases = "reason" in python ? [] : drawCases(engines, count);
    let results: readonly PyTorchResult[];
    beforeAll(async () => {
      if ("path" in python) results = await trainInPyTorch(python.path, cases);
    }, 15 * MINUTE_MS);

    test.each(engines.map(engine => [engine.name, engine] as const))(
      "train as in PyTorch on %s",
      async (name, { create, whyUnable, precision = "single" }) => {
        const { tolerance, partingShare } = HELD[precision];
        const largest: Record<Kind, number> = { losses: 0, norms: 0, weights: 0, outputs: 0 };
        const failures: Error[] = [];
        let exploded = 0;
        const able = [...cases.keys()].filter(
          k => whyUnable(cases[k]!.inputs.model, cases[k]!.inputs.settings) === undefined,
        );
        expect(able.length).toBeGreaterThanOrEqual(count);
        for (const k of able) {
          const { seed, inputs, forPyTorch, train } = cases[k]!;
          const engine = await create({ ...inputs, generator: new Generator(seed) });
          const found = await train(engine, results[k]!).finally(() => engine.dispose());
          const [worst] = found.toSorted((a, b) => b.difference - a.difference);
          if (worst!.difference <= tolerance) {
            for (const { kind, difference } of found) largest[kind] = Math.max(largest[kind], difference);
          } else if (hasExploded(results[k]!)) {
            exploded++;
          } else {
            const { layers, settings } = forPyTorch;
            const net = JSON.stringify({ layers, settings });
            failures.push(new Error(`net ${seed}: ${worst!.what} differ by ${worst!.difference}: ${net}`));
          }
        }
        console.log(
          `${name}, ${able.length} nets: the largest differences are ` +
            Object.entries(largest)
              .map(([kind, difference]) => `${difference.toExponential(1)} (${kind})`)
              .join(", ") +
            `; ${failures.length} nets part, ${exploded} explode`,
        );
        expect(exploded).toBeLessThanOrEqual(EXPLODING_SHARE * able.length);
        if (failures.length > partingShare * able.length) throw failures[0]!;
      },
      15 * MINUTE_MS,
    );
  });
}

type Case = ReturnType<typeof drawCase>;

function hasExploded({ losses }: PyTorchResult): boolean {
  return Math.max(...losses) > EXPLODED * losses[0]!;
}

/** So many nets that each engine has `count` that it can train. */
function drawCases(engines: readonly HeldEngine[], count: number): Case[] {
  const cases: Case[] = [];
  const missing = new Map(engines.map(engine => [engine, count]));
  while (Math.max(...missing.values()) > 0) {
    const drawn = drawCase(BASE_SEED + cases.length);
    cases.push(drawn);
    for (const [engine, left] of missing) {
      const { model, settings } = drawn.inputs;
      if (engine.whyUnable(model, settings) === undefined) missing.set(engine, left - 1);
    }
  }
  return cases;
}

async function trainInPyTorch(python: string, cases: readonly Case[]): Promise<readonly PyTorchResult[]> {
  const file = join(temporaryFolder(), "cases.json");
  writeFileSync(file, JSON.stringify(cases.map(({ forPyTorch }) => forPyTorch)));
  const script = fileURLToPath(new URL("./trainInPyTorch.py", import.meta.url));
  return (await runPythonFile(python, script, [file])) as PyTorchResult[];
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
  const train = async (engine: Engine, expected: PyTorchResult) => {
    const found: { readonly kind: Kind; readonly what: string; readonly difference: number }[] = [];
    const compare = (kind: Kind, what: string, own: ArrayLike<number>, wanted: readonly number[]) =>
      found.push({ kind, what: `${kind} of ${what}`, difference: largestDifference(own, wanted) });
    const steps = (dropLast ? Math.floor : Math.ceil)(count / settings.batchSize);
    const order = Int32Array.from({ length: count }, (_, k) => k);
    for (let epoch = 1; epoch <= EPOCHS; epoch++) {
      await engine.beginEpoch({ order, lr: scheduledRate(settings.lr, settings.schedule, epoch) });
      const first = (epoch - 1) * steps;
      const all = Array.from({ length: steps }, (_, k) => first + k + 1);
      const { losses, norms } = await engine.runSteps(steps, all);
      compare("losses", `epoch ${epoch}`, losses, expected.losses.slice(first, first + steps));
      expect(norms.map(({ step }) => step)).toEqual(all);
      for (const { step, norms: own } of norms) compare("norms", `step ${step}`, own, expected.norms[step - 1]!);
    }
    for (const [name, tensor] of await engine.readWeights()) compare("weights", name, tensor, expected.weights[name]!);
    compare("outputs", "the training set", await engine.forward(images, count), expected.outputs);
    return found;
  };
  return { seed, inputs, forPyTorch, train };
}

/** Infinite where a number is none. */
function largestDifference(values: ArrayLike<number>, expected: readonly number[]): number {
  expect(values.length).toBe(expected.length);
  let largest = 0;
  expected.forEach((wanted, k) => {
    const difference = Math.abs(values[k]! - wanted) / Math.max(1, Math.abs(wanted));
    largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
  });
  return largest;
}
