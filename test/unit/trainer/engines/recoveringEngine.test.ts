import { expect, test } from "vitest";
import type { Engine, EngineInputs } from "../../../../src/trainer/engines/engine";
import { EngineLost } from "../../../../src/trainer/engines/engineLost";
import { RecoveringEngine, type EngineChange } from "../../../../src/trainer/engines/recoveringEngine";
import { referenceFactory } from "../../../../src/trainer/engines/reference/referenceEngine";
import { Generator } from "../../../../src/trainer/random/generator";
import { randomTraining } from "../../../support/randomTraining";

const SGD = {
  optimizer: "sgd",
  optimizerOptions: { momentum: 0, dampening: 0, weightDecay: 0, nesterov: false },
} as const;
const STEPS = 6;

/** Nets with dropout draw from the generator while they train; plain SGD remembers nothing but the weights. */
function inputsWithDropout(): EngineInputs {
  for (let seed = 0; ; seed++) {
    const inputs = randomTraining(seed, { settings: { ...SGD, batchSize: 8 } });
    if (inputs.model.calls.some(({ layer }) => layer.type === "Dropout" && layer.p === 0.5)) {
      return { ...inputs, generator: new Generator(5) };
    }
  }
}

/** The reference engine on a device that is lost at the call `fatal`, counted from 1, and before a call that follows. */
async function losable(inputs: EngineInputs, fatal: number): Promise<Engine> {
  const own = await referenceFactory.create(inputs);
  const firstStep = inputs.resume?.step ?? 0;
  let calls = 0;
  let steps = 0;
  const alive = () => {
    calls++;
    if (calls >= fatal) throw new EngineLost("unplugged");
  };
  return {
    kind: "webgpu",
    device: "losable",
    beginEpoch: plan => own.beginEpoch(plan),
    runSteps: async (count, normsAt) => {
      const results = await own.runSteps(count, normsAt);
      alive(); // what was drawn and computed is of no use to anybody
      steps += count;
      return results;
    },
    evaluate: async () => {
      alive();
      return own.evaluate();
    },
    forward: (values, count) => own.forward(values, count),
    readWeights: () => own.readWeights(),
    takeSnapshot: async () => ({ weights: await own.readWeights(), step: firstStep + steps, optimizer: new Map() }),
    dispose: () => own.dispose(),
  };
}

/** Two epochs, and what came of them. */
async function train(engine: Engine, inputs: EngineInputs) {
  const losses: number[] = [];
  const norms: number[] = [];
  const evaluations: number[] = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    await engine.beginEpoch({ order: inputs.generator.permutation(8 * STEPS), lr: 0.05 });
    for (let done = 0; done < STEPS; done += 2) {
      const results = await engine.runSteps(2, [STEPS, 2 * STEPS - 1]);
      losses.push(...results.losses);
      norms.push(...results.norms.flatMap(({ step, norms: values }) => [step, ...values]));
    }
    evaluations.push((await engine.evaluate()).lossSum);
  }
  return { losses, norms, evaluations, next: inputs.generator.nextUint32(), weights: await engine.readWeights() };
}

async function trainLosing(fatal: number, fatalAgain: number) {
  const inputs = inputsWithDropout();
  const changes: EngineChange[] = [];
  const engine = new RecoveringEngine(await losable(inputs, fatal), inputs, {
    restart: again => losable(again, fatalAgain),
    fallBack: again => referenceFactory.create(again),
    onChange: change => changes.push(change),
  });
  return { trained: await train(engine, inputs), changes };
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])("a device lost at call %i changes no number", async fatal => {
  const inputs = inputsWithDropout();
  const expected = await train(await referenceFactory.create(inputs), inputs);
  const { trained, changes } = await trainLosing(fatal, Infinity);
  expect(trained).toEqual(expected);
  expect(changes).toMatchObject([{ lost: "webgpu", engine: { kind: "webgpu" } }]);
  expect(changes[0]!.reason).toContain("unplugged");
});

test.each([1, 2, 4])("a device lost again at call %i is replaced by another engine", async fatalAgain => {
  const inputs = inputsWithDropout();
  const expected = await train(await referenceFactory.create(inputs), inputs);
  const { trained, changes } = await trainLosing(3, fatalAgain);
  expect(trained).toEqual(expected);
  expect(changes.map(({ lost }) => lost)).toEqual(["webgpu", "webgpu"]);
});

test("what is no loss of the device stays the caller's", async () => {
  const inputs = inputsWithDropout();
  const own = await referenceFactory.create(inputs);
  const broken: Engine = { ...own, kind: "webgpu", device: "", runSteps: () => Promise.reject(new Error("a bug")) };
  const never = () => Promise.reject(new Error("nobody asked"));
  const engine = new RecoveringEngine(broken, inputs, { restart: never, fallBack: never, onChange: () => undefined });
  await expect(engine.runSteps(1, [])).rejects.toThrow("a bug");
});
