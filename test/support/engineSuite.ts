import { describe, expect, test } from "vitest";
import { elementCount, namedParameters } from "../../src/model/stateDict";
import type { Engine, EngineFactory, EngineInputs, Weights } from "../../src/trainer/engines/engine";
import { stateNames, type StateName } from "../../src/trainer/engines/optimizerState";
import { referenceFactory } from "../../src/trainer/engines/reference/referenceEngine";
import { pixelValues } from "../../src/trainer/data/pixelValues";
import { Generator } from "../../src/trainer/random/generator";
import { randomTraining } from "./randomTraining";
import { seededTest } from "./seededTest";

const LOSS_TOLERANCE = 2e-6;
const NORM_TOLERANCE = 1e-5;
const WEIGHT_TOLERANCE = 2e-6;
/** Nets of a test that may part: three in 10,000 have a unit so near zero that rounding decides its ReLU, or the like. */
const PARTING_NETS = 1;
/** So large an eps keeps Adam from blowing up the rounding of gradients that are nearly zero. */
const CALM = { betas: [0.9, 0.999], eps: 1e-2, weightDecay: 0 } as const;

/** An engine as it is to be tested: under a name, and perhaps not here. */
export interface Candidate {
  readonly name: string;
  readonly create: EngineFactory["create"];
  readonly whyUnable: EngineFactory["whyUnable"];
  /** Why it cannot be tested here. */
  readonly reason: string | undefined;
  /** The share of the random nets that it can afford to try; all when absent. */
  readonly share?: number;
}

/** The engine as it comes, when this machine can run it. */
export async function candidateOf(factory: EngineFactory): Promise<Candidate> {
  return {
    name: factory.kind,
    create: inputs => factory.create(inputs),
    whyUnable: (model, settings) => factory.whyUnable(model, settings),
    reason: await factory.whyUnavailable({ isNamed: true }),
  };
}

/** The one body of tests that every engine passes. Each kind has a file, and so a process, of its own. */
export function describeEngine({ name, create, whyUnable, reason, share = 1 }: Candidate): void {
  describe(`${name} gives the reference engine's numbers`, () => {
    /** Each gets a generator of its own, in the same state. */
    const withBoth = async (inputs: EngineInputs, use: (engine: Engine, reference: Engine) => Promise<void>) => {
      const own = () => ({ ...inputs, generator: new Generator(1) });
      const [engine, reference] = [await create(own()), await referenceFactory.create(own())];
      try {
        await use(engine, reference);
      } finally {
        await engine.dispose();
        await reference.dispose();
      }
    };

    describe.skipIf(reason !== undefined)(reason === undefined ? "" : `(skipped: ${reason})`, () => {
      const trainBoth = async (seed: number, inputs: EngineInputs) => {
        await withBoth(inputs, async (engine, reference) => {
          const { train } = inputs.dataset;
          const { batchSize, dropLast } = inputs.settings;
          const steps = (dropLast ? Math.floor : Math.ceil)(train.count / batchSize);
          for (const lr of [0.01, 0.003]) {
            const plan = { order: new Generator(seed + 1000 * lr).permutation(train.count), lr };
            await Promise.all([engine.beginEpoch(plan), reference.beginEpoch(plan)]);
            const before = inputs.resume?.step ?? 0;
            const asked = [...new Set([1, 2, steps, steps + 1, 2 * steps])].map(step => before + step);
            for (const count of [1, steps - 1].filter(part => part > 0)) {
              const [results, expected] = [await engine.runSteps(count, asked), await reference.runSteps(count, asked)];
              expectClose(results.losses, expected.losses, LOSS_TOLERANCE, "loss");
              expect(results.norms.map(({ step }) => step)).toEqual(expected.norms.map(({ step }) => step));
              results.norms.forEach(({ norms }, k) =>
                norms.forEach((norm, parameter) => {
                  const wanted = expected.norms[k]!.norms[parameter]!;
                  expect(Math.abs(norm - wanted)).toBeLessThanOrEqual(NORM_TOLERANCE * (wanted + 0.1));
                }),
              );
            }
          }
          const [weights, expected] = [await engine.readWeights(), await reference.readWeights()];
          expect([...weights.keys()]).toEqual([...expected.keys()]);
          for (const [name, values] of weights) expectClose(values, expected.get(name)!, WEIGHT_TOLERANCE, name);
        });
      };

      seededTest(
        "for losses, norms and weights of plain nets, over the end of an epoch",
        Math.ceil(40 * share),
        seed => {
          const settings = { optimizerOptions: CALM, dropLast: false };
          return trainBoth(seed, randomTraining(seed, { plain: true, settings }));
        },
        PARTING_NETS,
      );

      seededTest(
        "for losses, norms and weights of nets with every layer, loss, optimizer and clipping",
        Math.ceil(60 * share),
        async seed => {
          const inputs = randomTraining(seed);
          if (whyUnable(inputs.model, inputs.settings) === undefined) await trainBoth(seed, inputs);
        },
        PARTING_NETS,
      );

      seededTest(
        "for losses, norms and weights of nets wider than what kernels take at once",
        Math.ceil(4 * share),
        seed => {
          const settings = { optimizerOptions: CALM, batchSize: 33 };
          return trainBoth(seed, randomTraining(seed, { plain: true, hidden: [530 + (seed % 99), 265], settings }));
        },
        PARTING_NETS,
      );

      seededTest(
        "for losses, norms and weights from where another engine was",
        Math.ceil(40 * share),
        async seed => {
          const inputs = randomTraining(seed);
          if (whyUnable(inputs.model, inputs.settings) === undefined) await trainBoth(seed, resumed(seed, inputs));
        },
        PARTING_NETS,
      );

      seededTest(
        "for the evaluation of the test set and for outputs of any input",
        Math.ceil(20 * share),
        async seed => {
          const inputs = randomTraining(seed);
          if (whyUnable(inputs.model, inputs.settings) !== undefined) return;
          await withBoth(inputs, async (engine, reference) => {
            const { test: images } = inputs.dataset;
            const [found, expected] = [await engine.evaluate(), await reference.evaluate()];
            expect(found.lossSum / images.count).toBeCloseTo(expected.lossSum / images.count, 5);
            expect(found.predictions).toEqual(expected.predictions);
            const values = pixelValues(inputs.settings.normalize);
            const given = Float32Array.from(images.pixels, byte => values[byte]! + 1e-3);
            const [outputs, wanted] = [
              await engine.forward(given, images.count),
              await reference.forward(given, images.count),
            ];
            expectClose(outputs, wanted, 1e-4, "output");
          });
        },
      );

      test("weights come back as they went in, bit for bit", async () => {
        const inputs = randomTraining(3, { plain: true });
        const engine = await create(inputs);
        expect(await engine.readWeights()).toEqual(inputs.weights);
        await engine.dispose();
      });

      test("how steps are grouped changes nothing, and neither does asking for norms", async () => {
        const inputs = randomTraining(4, { plain: true, settings: { batchSize: 7 } });
        const order = new Generator(4).permutation(60);
        const [single, grouped] = [await create(inputs), await create(inputs)];
        await single.beginEpoch({ order, lr: 0.01 });
        await grouped.beginEpoch({ order, lr: 0.01 });
        const one = [];
        for (let step = 0; step < 9; step++) one.push(...(await single.runSteps(1, [])).losses);
        const { losses, norms } = await grouped.runSteps(9, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        expect([...losses]).toEqual(one);
        expect(norms.map(({ norms: values }) => values.length)).toEqual(
          Array.from({ length: 9 }, () => namedParameters(inputs.model).length),
        );
        expect(await grouped.readWeights()).toEqual(await single.readWeights());
        await single.dispose();
        await grouped.dispose();
      });
    });
  });
}

/** The same training after a few steps of which the optimizer remembers something. */
function resumed(seed: number, inputs: EngineInputs): EngineInputs {
  const generator = new Generator(seed);
  const below = (limit: number) => (generator.nextUint32() / 2 ** 32) * limit;
  const draw: Readonly<Record<StateName, () => number>> = {
    exp_avg: () => below(0.2) - 0.1,
    exp_avg_sq: () => 0.01 + below(0.1),
    momentum_buffer: () => below(0.2) - 0.1,
    square_avg: () => 0.02 + below(0.1),
    acc_delta: () => 0.01 + below(0.1),
    grad_avg: () => below(0.2) - 0.1, // its square stays below that of the squares
  };
  const arrays = (name: StateName): Weights =>
    new Map(
      namedParameters(inputs.model).map(({ name: parameter, shape }) => [
        parameter,
        Float32Array.from({ length: elementCount(shape) }, draw[name]),
      ]),
    );
  const optimizer = new Map(stateNames(inputs.settings).map(name => [name, arrays(name)]));
  return { ...inputs, resume: { weights: inputs.weights, step: 1 + (seed % 9), optimizer } };
}

function expectClose(values: Float32Array, expected: Float32Array, tolerance: number, what: string): void {
  expect(values.length).toBe(expected.length);
  values.forEach((value, k) => {
    const difference = Math.abs(value - expected[k]!);
    const allowed = tolerance * Math.max(1, Math.abs(expected[k]!));
    if (!(difference <= allowed)) throw new Error(`${what} ${k}: ${value} instead of ${expected[k]!}`);
  });
}
