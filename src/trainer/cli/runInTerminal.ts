import { randomUUID } from "node:crypto";
import { TUTORIAL_NET } from "../../model/tutorialNet";
import { mergeSettings } from "../../model/trainingSettings";
import { ExpectedError } from "../../protocol/expectedError";
import { dispatch } from "../../protocol/handlers";
import type { RunEvent, RunSpec } from "../../protocol/trainer";
import { cacheFolder } from "../data/cacheFolder";
import { TrialStore } from "../engines/trials/trialStore";
import { gainsFromTrials, tryForNextRun } from "../engines/trials/tryForNextRun";
import { performRun } from "../performRun";
import type { RunArguments } from "./options";
import type { ResolvedModel } from "./resolveModel";
import { createTextReport } from "./textReport";

const INTERRUPTED = 130;

/** Runs `train`, `evaluate` or `gradients` and resolves to the exit code. */
export async function runInTerminal(args: RunArguments): Promise<number> {
  const spec = await specOf(args);
  const report = createTextReport(spec, process.stdout);
  let last: RunEvent | undefined;
  const emit = (event: RunEvent) => {
    last = event;
    if (args.json) process.stdout.write(`${JSON.stringify(event)}\n`);
    else dispatch(report, event);
  };
  const abort = new AbortController();
  onInterrupt(abort);
  await performRun({ spec, emit, signal: abort.signal, environment: process.env });
  if (last?.type === "run-failed") {
    process.stderr.write(`${last.message}${last.hint ? `\n${last.hint}` : ""}\n`);
    return 1;
  }
  if (last && gainsFromTrials(spec, last)) await tryEngines(spec, abort.signal);
  return last?.type === "run-finished" && last.outcome === "stopped" ? INTERRUPTED : 0;
}

async function tryEngines(spec: RunSpec, signal: AbortSignal): Promise<void> {
  const onTrials = () => {
    if (process.stderr.isTTY)
      process.stderr.write("Measuring the other engines, so that the next run takes the fastest.\n");
  };
  await tryForNextRun(spec, new TrialStore(cacheFolder(process.env)), { signal, onTrials });
}

async function specOf(args: RunArguments): Promise<RunSpec> {
  const { model, fileSettings, untrainable } = args.model ? await resolved(args.model) : TUTORIAL;
  if (untrainable && args.command === "train") {
    throw new ExpectedError(
      `${model.name} cannot be trained: ${args.model?.file ?? ""}:${untrainable.line}: ${untrainable.reason}`,
    );
  }
  const seed = args.seed ?? fileSettings.seed;
  return {
    runId: randomUUID(),
    task: args.command,
    model,
    settings: mergeSettings(args.settings, fileSettings.settings),
    dataset: args.dataset ?? fileSettings.dataset ?? "MNIST",
    ...(args.dataFolder !== undefined && { dataFolder: args.dataFolder }),
    workingFolders: [process.cwd()],
    ...(seed !== undefined && { seed }),
    engine: args.engine,
    ...(args.gradientNormsEvery !== undefined && { gradientNormsEvery: args.gradientNormsEvery }),
    ...(args.gradientBatches !== undefined && { gradientBatches: args.gradientBatches }),
    ...(args.threads !== undefined && { threads: args.threads }),
    ...(args.weights !== undefined && { weightsPath: args.weights }),
    ...(args.command === "train" && { save: { path: args.save, overwrite: args.force } }),
  };
}

/** The readers of source files are loaded when there is one to read. */
async function resolved(model: NonNullable<RunArguments["model"]>): Promise<ResolvedModel> {
  const { resolveModel } = await import("./resolveModel");
  return resolveModel(model);
}

const TUTORIAL: ResolvedModel = { model: TUTORIAL_NET, fileSettings: { settings: {} } };

/** The first Ctrl-C stops after the current batch; the second ends at once. */
function onInterrupt(abort: AbortController): void {
  process.on("SIGINT", () => {
    if (abort.signal.aborted) process.exit(INTERRUPTED);
    process.stderr.write("\nStopping after this batch; Ctrl-C again ends at once.\n");
    abort.abort();
  });
}
