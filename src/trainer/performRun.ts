import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../protocol/expectedError";
import type { RunFinished } from "../protocol/trainer";
import { cacheFolder } from "./data/cacheFolder";
import { EngineCrashes } from "./engines/trials/engineCrashes";
import { EngineUse } from "./engines/trials/engineUse";
import { describeEvaluation } from "./evaluation";
import { measureGradients } from "./measureGradients";
import { prepareRun, type PreparedRun } from "./prepareRun";
import type { RunContext } from "./runContext";
import { trainRun } from "./trainRun";
import { WeightsFile } from "./weightsFile";

const SEND_EVERY_MS = 200;

type TaskResult = Pick<RunFinished, "outcome" | "accuracy" | "weightsPath">;

/** Does one task from its spec to its last event; resolves to that event's type. Never rejects. */
export async function performRun(context: RunContext): Promise<"run-finished" | "run-failed"> {
  const { spec, emit, signal, environment } = context;
  const startedMs = performance.now();
  let weightsFile: WeightsFile | undefined;
  const crashes = new EngineCrashes(cacheFolder(environment));
  const use = new EngineUse(crashes, signal);
  const finish = (result: TaskResult) => {
    emit({ type: "run-finished", runId: spec.runId, ...result, seconds: (performance.now() - startedMs) / 1000 });
    return "run-finished" as const;
  };
  try {
    if (spec.task === "train" && spec.save)
      weightsFile = await WeightsFile.prepare(spec.save.path, spec.save.overwrite);
    const run = await prepareRun(context, crashes, use);
    try {
      return finish(await TASKS[spec.task](run, weightsFile));
    } finally {
      await run.engine.dispose();
    }
  } catch (error) {
    if (signal.aborted && signal.reason === error) return finish({ outcome: "stopped" });
    emit({ type: "run-failed", runId: spec.runId, ...describeFailure(error), ...savedTo(weightsFile) });
    return "run-failed";
  } finally {
    use.end();
  }
}

const TASKS: Readonly<
  Record<RunContext["spec"]["task"], (run: PreparedRun, weightsFile: WeightsFile | undefined) => Promise<TaskResult>>
> = {
  train: async (run, weightsFile) => ({ ...(await trainRun(run, weightsFile)), ...savedTo(weightsFile) }),
  evaluate: async ({ spec, engine, dataset, emit, signal }) => {
    let lastSentMs = performance.now();
    const results = await engine.evaluate((done, total) => {
      signal.throwIfAborted();
      if (performance.now() - lastSentMs < SEND_EVERY_MS) return;
      lastSentMs = performance.now();
      emit({ type: "evaluation-progressed", runId: spec.runId, done, total });
    });
    const evaluated = describeEvaluation(spec.runId, results, dataset.test);
    emit(evaluated);
    return { outcome: "completed", accuracy: evaluated.accuracy };
  },
  gradients: async run => {
    const measured = await measureGradients(run);
    if (measured) run.emit(measured);
    return { outcome: measured ? "completed" : "stopped" };
  },
};

function savedTo(weightsFile: WeightsFile | undefined): { weightsPath?: string } {
  return weightsFile?.exists ? { weightsPath: weightsFile.path } : {};
}

function describeFailure(error: unknown): { message: string; hint?: string } {
  if (error instanceof ExpectedError) return { message: error.message, ...(error.hint && { hint: error.hint }) };
  console.error(error); // a bug: the log gets the stack, the person a sentence
  return {
    message: l10n.t("The trainer failed unexpectedly: {0}", error instanceof Error ? error.message : String(error)),
  };
}
