import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../protocol/expectedError";
import { toWireNumber, type GradientNorms } from "../protocol/trainer";
import { encodeWeights } from "./checkpoint";
import { drawSequentialOrder, drawTrainOrder } from "./random/loaderDraws";
import { describeEvaluation } from "./evaluation";
import { describeNorms, nameNorms } from "./gradientNorms";
import { MetricsBuffer } from "./metricsBuffer";
import type { PreparedRun } from "./prepareRun";
import { scheduledRate } from "./scheduledRate";
import { StepPacer } from "./stepPacer";
import { takeMessages } from "./takeMessages";
import type { WeightsFile } from "./weightsFile";

/** How a training ended when it did not fail. */
export interface TrainResult {
  readonly outcome: "completed" | "stopped";
  /** Of the last finished epoch. */
  readonly accuracy?: number;
}

/** The tutorial's loop: epochs of shuffled batches, an evaluation after each, the weights saved after each. */
export async function trainRun(run: PreparedRun, weightsFile: WeightsFile | undefined): Promise<TrainResult> {
  const { spec, emit, engine } = run;
  const metrics = new MetricsBuffer(spec.runId, emit, () => performance.now());
  const pacer = new StepPacer(() => performance.now());
  let step = 0;
  let accuracy: number | undefined;
  const result = (outcome: TrainResult["outcome"]): TrainResult => ({
    outcome,
    ...(accuracy !== undefined && { accuracy }),
  });

  for (let epoch = 1; epoch <= spec.settings.epochs && step < run.totalSteps; epoch++) {
    const epochEnd = Math.min(step + run.stepsPerEpoch, run.totalSteps);
    const startedMs = performance.now();
    const lr = scheduledRate(spec.settings.lr, spec.settings.schedule, epoch);
    await engine.beginEpoch({ order: drawTrainOrder(run), lr });
    let lossSum = 0;
    let lossCount = 0;
    let gradientNorms: GradientNorms = {};
    while (step < epochEnd && !run.signal.aborted) {
      const count = Math.min(pacer.nextCount(), epochEnd - step);
      const { losses, norms } = await pacer.time(count, () =>
        engine.runSteps(count, stepsToMeasure(run, step + 1, step + count, epochEnd)),
      );
      metrics.add(losses);
      const broken = losses.findIndex(loss => !Number.isFinite(loss));
      if (broken >= 0) {
        metrics.flush();
        throw lossBroke(losses[broken]!, step + broken + 1, epoch);
      }
      for (const loss of losses) lossSum += loss;
      lossCount += losses.length;
      step += count;
      for (const measured of norms) {
        if (isAskedFor(run, measured.step)) emit(describeNorms(spec.runId, spec.model, measured));
        gradientNorms = nameNorms(spec.model, measured.norms);
      }
      await takeMessages();
    }
    metrics.flush();
    const trainedMs = performance.now();
    if (run.signal.aborted) {
      await save(run, weightsFile);
      return result("stopped");
    }

    drawSequentialOrder(run.generator, run.dataset.test.count);
    const evaluated = describeEvaluation(spec.runId, await engine.evaluate(), run.dataset.test);
    const evaluatedMs = performance.now();
    accuracy = evaluated.accuracy;
    await save(run, weightsFile);
    emit({
      type: "epoch-finished",
      runId: spec.runId,
      epoch,
      epochs: spec.settings.epochs,
      loss: toWireNumber(lossSum / lossCount),
      accuracy,
      correct: evaluated.correct,
      total: evaluated.total,
      trainSeconds: (trainedMs - startedMs) / 1000,
      evaluateSeconds: (evaluatedMs - trainedMs) / 1000,
      gradientNorms,
    });
    if (step === run.totalSteps) emit(evaluated);
    await takeMessages();
  }
  return result("completed");
}

/** Of the steps `first` to `last`, those whose gradient norms are wanted; an epoch's last always is. */
function stepsToMeasure(run: PreparedRun, first: number, last: number, epochEnd: number): number[] {
  const steps = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return steps.filter(step => step === epochEnd || isAskedFor(run, step));
}

function isAskedFor({ spec }: PreparedRun, step: number): boolean {
  return spec.gradientNormsEvery !== undefined && step % spec.gradientNormsEvery === 0;
}

async function save({ spec, engine }: PreparedRun, weightsFile: WeightsFile | undefined): Promise<void> {
  weightsFile?.write(encodeWeights(weightsFile.path, spec.model, await engine.readWeights()));
}

function lossBroke(loss: number, step: number, epoch: number): ExpectedError {
  return new ExpectedError(
    Number.isNaN(loss)
      ? l10n.t("The loss became NaN at step {0}, in epoch {1}.", step, epoch)
      : l10n.t("The loss became infinite at step {0}, in epoch {1}.", step, epoch),
    l10n.t("The learning rate is most likely too high: try a tenth of it."),
  );
}
