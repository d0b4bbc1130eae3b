import { describe, expect, test, vi } from "vitest";
import type { TrainingSettings } from "../../../../src/model/trainingSettings";
import type { Engine, EngineFactory, EngineInputs } from "../../../../src/trainer/engines/engine";
import { RecoveringEngine } from "../../../../src/trainer/engines/recoveringEngine";
import { referenceFactory } from "../../../../src/trainer/engines/reference/referenceEngine";
import { wasmFactory } from "../../../../src/trainer/engines/wasm/wasmEngine";
import { webgpuFactory } from "../../../../src/trainer/engines/webgpu/webgpuFactory";
import { Generator } from "../../../../src/trainer/random/generator";
import { randomTraining } from "../../../support/randomTraining";

const TOLERANCE = 2e-6;
const EPOCH_STEPS = 6;
const BATCH_SIZE = 8;
const OPTIMIZERS: readonly Pick<TrainingSettings, "optimizer" | "optimizerOptions">[] = [
  { optimizer: "sgd", optimizerOptions: { momentum: 0.9, dampening: 0.5, weightDecay: 0, nesterov: false } },
  { optimizer: "adam", optimizerOptions: { betas: [0.9, 0.999], eps: 1e-2, weightDecay: 0 } },
  { optimizer: "adamw", optimizerOptions: { betas: [0.8, 0.99], eps: 1e-2, weightDecay: 0.1 } },
  { optimizer: "adadelta", optimizerOptions: { rho: 0.9, eps: 1e-2, weightDecay: 0 } },
  {
    optimizer: "rmsprop",
    optimizerOptions: { alpha: 0.9, eps: 1e-1, weightDecay: 0, momentum: 0.9, centered: true },
  },
];

process.env["TRAIN_LENS_SOFTWARE_GPU"] = "1";
const reason = await webgpuFactory.whyUnavailable({ isNamed: true });

describe.skipIf(reason !== undefined)(`a GPU lost twice${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
  const cases = OPTIMIZERS.flatMap(settings =>
    [wasmFactory, referenceFactory].map(heir => [settings.optimizer, heir.kind, settings, heir] as const),
  );
  test.each(cases)(
    "changes no number of a training with %s that %s takes over",
    async (_optimizer, kind, own, heir) => {
      const settings = { ...own, batchSize: BATCH_SIZE, lr: 0.05 };
      const undisturbed = await train(await referenceFactory.create(inputsWith(settings)), () => undefined);
      const { engine, loseDevice, engines } = await recoveringEngine(inputsWith(settings), heir);
      const trained = await train(engine, loseDevice);
      expect(engines).toEqual(["webgpu", kind]);
      expect(trained).toHaveLength(undisturbed.length);
      trained.forEach((value, k) => {
        expect(Math.abs(value - undisturbed[k]!), `number ${k}`).toBeLessThanOrEqual(TOLERANCE);
      });
    },
  );
});

function inputsWith(settings: Partial<TrainingSettings>): EngineInputs {
  return { ...randomTraining(11, { plain: true, settings }), generator: new Generator(5) };
}

/** An engine on a real device, and what takes that away. */
async function recoveringEngine(inputs: EngineInputs, heir: EngineFactory) {
  const opened = vi.spyOn(GPUDevice.prototype, "createPipelineLayout"); // each engine makes one on its device
  const engines: string[] = [];
  const engine = new RecoveringEngine(await webgpuFactory.create(inputs), inputs, {
    restart: again => webgpuFactory.create(again),
    fallBack: again => heir.create(again),
    onChange: ({ engine: { kind } }) => engines.push(kind),
  });
  const loseDevice = () => (opened.mock.contexts as GPUDevice[]).forEach(device => device.destroy());
  return { engine, engines, loseDevice };
}

/** Three epochs, in the second of which the device is lost twice; all numbers that came of them. */
async function train(engine: Engine, loseDevice: () => void): Promise<number[]> {
  const order = new Generator(7).permutation(BATCH_SIZE * EPOCH_STEPS);
  const numbers: number[] = [];
  for (const epoch of [1, 2, 3]) {
    await engine.beginEpoch({ order, lr: 0.05 / epoch });
    for (let done = 0; done < EPOCH_STEPS; done += 2) {
      if (epoch === 2 && done > 0) loseDevice();
      const { losses, norms } = await engine.runSteps(2, [2 * EPOCH_STEPS, 2 * EPOCH_STEPS + 1]);
      numbers.push(...losses, ...norms.flatMap(({ step, norms: values }) => [step, ...values]));
    }
    numbers.push((await engine.evaluate()).lossSum / 100);
  }
  for (const values of (await engine.readWeights()).values()) numbers.push(...values);
  await engine.dispose();
  return numbers;
}
