import type { EngineFactory } from "../engine";
import type { EngineTrial, TrialTask } from "./engineTrial";
import { measureStep } from "./measureStep";
import { trialInputs } from "./trialInputs";

/** Makes an engine, trains with it for a moment, and says how that went. A fault of the engine is thrown. */
export async function tryEngine(factory: EngineFactory, task: TrialTask): Promise<EngineTrial> {
  const { kind } = factory;
  const reason = factory.whyUnable(task.model, task.settings) ?? (await factory.whyUnavailable({ isExpendable: true }));
  if (reason !== undefined) return { engine: kind, available: false, reason };
  const inputs = trialInputs(task);
  const { count } = inputs.dataset.train;
  const { batchSize, lr } = task.settings;
  const steps = Math.max(1, Math.floor(count / batchSize));
  const engine = await factory.create(inputs);
  try {
    const order = inputs.generator.permutation(Math.min(count, steps * batchSize));
    const stepMicroseconds = await measureStep(engine, { order, lr, steps });
    return { engine: kind, available: true, device: engine.device, stepMicroseconds };
  } finally {
    await engine.dispose();
  }
}
