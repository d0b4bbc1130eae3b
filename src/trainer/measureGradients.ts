import type { GradientsMeasured } from "../protocol/trainer";
import { describeMeanNorms, describeNorms } from "./gradientNorms";
import { MetricsBuffer } from "./metricsBuffer";
import type { PreparedRun } from "./prepareRun";
import { drawTrainOrder } from "./random/loaderDraws";
import { StepPacer } from "./stepPacer";
import { takeMessages } from "./takeMessages";

/**
 * Gradient norms of the first `totalSteps` batches of an epoch, all with the same weights: their means when there are
 * several. Of one batch nothing but the norms is told. Undefined when it was stopped.
 */
export async function measureGradients(run: PreparedRun): Promise<GradientsMeasured | undefined> {
  const { spec, engine, emit, totalSteps } = run;
  const metrics = new MetricsBuffer(spec.runId, emit, () => performance.now());
  const pacer = new StepPacer(() => performance.now());
  await engine.beginEpoch({ order: drawTrainOrder(run), lr: 0 }); // a rate of zero leaves the weights as they are
  const measured: Float64Array[] = [];
  while (measured.length < totalSteps && !run.signal.aborted) {
    const first = measured.length + 1;
    const count = Math.min(pacer.nextCount(), totalSteps - measured.length);
    const steps = Array.from({ length: count }, (_, index) => first + index);
    const { losses, norms } = await pacer.time(count, () => engine.runSteps(count, steps));
    measured.push(...norms.map(step => step.norms));
    if (totalSteps > 1) metrics.add(losses);
    await takeMessages();
  }
  metrics.flush();
  if (measured.length < totalSteps) return undefined;
  return totalSteps === 1
    ? describeNorms(spec.runId, spec.model, { step: 1, norms: measured[0]! })
    : describeMeanNorms(spec.runId, spec.model, measured);
}
