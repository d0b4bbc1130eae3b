import { randomUUID } from "node:crypto";
import { TUTORIAL_NET } from "../../model/tutorialNet";
import { mergeSettings } from "../../model/trainingSettings";
import { ExpectedError } from "../../protocol/expectedError";
import { dispatch } from "../../protocol/handlers";
import type { RunEvent, RunFailed, RunSpec } from "../../protocol/trainer";
import { performRun } from "../performRun";
import type { RunArguments } from "./options";
import { createTextReport } from "./textReport";

const INTERRUPTED = 130;

/** Runs `train`, `evaluate` or `gradients` and resolves to the exit code. */
export async function runInTerminal(args: RunArguments): Promise<number> {
  const spec = specOf(args);
  const report = createTextReport(spec, process.stdout);
  let failure: RunFailed | undefined;
  let outcome: string | undefined;
  const emit = (event: RunEvent) => {
    if (event.type === "run-failed") failure = event;
    if (event.type === "run-finished") outcome = event.outcome;
    if (args.json) process.stdout.write(`${JSON.stringify(event)}\n`);
    else dispatch(report, event);
  };
  const abort = new AbortController();
  onInterrupt(abort);
  await performRun({ spec, emit, signal: abort.signal, environment: process.env });
  if (failure) {
    process.stderr.write(`${failure.message}${failure.hint ? `\n${failure.hint}` : ""}\n`);
    return 1;
  }
  return outcome === "stopped" ? INTERRUPTED : 0;
}

function specOf(args: RunArguments): RunSpec {
  if (args.model) {
    throw new ExpectedError(
      `${args.model.file} cannot be trained: model files are not read yet.`,
      "Leave the file out to train the tutorial's Net.",
    );
  }
  return {
    runId: randomUUID(),
    task: args.command,
    model: TUTORIAL_NET,
    settings: mergeSettings(args.settings),
    dataset: args.dataset ?? "MNIST",
    ...(args.dataFolder !== undefined && { dataFolder: args.dataFolder }),
    workingFolders: [process.cwd()],
    ...(args.seed !== undefined && { seed: args.seed }),
    engine: args.engine,
    ...(args.gradientNormsEvery !== undefined && { gradientNormsEvery: args.gradientNormsEvery }),
    ...(args.weights !== undefined && { weightsPath: args.weights }),
    ...(args.command === "train" && { save: { path: args.save, overwrite: args.force } }),
  };
}

/** The first Ctrl-C stops after the current batch; the second ends at once. */
function onInterrupt(abort: AbortController): void {
  process.on("SIGINT", () => {
    if (abort.signal.aborted) process.exit(INTERRUPTED);
    process.stderr.write("\nStopping after this batch; Ctrl-C again ends at once.\n");
    abort.abort();
  });
}
