import { build } from "esbuild";
import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { RunSpec, TrainerEvent, TrainerRequest } from "../../src/protocol/trainer.ts";
import { compete, median, type Measurement } from "../contestant.ts";
import { table, type Part } from "../part.ts";
import { PROJECT } from "../project.ts";
import { runProgram } from "../runProgram.ts";

const EPOCHS = 6;
/** The first compiles. */
const SETTLED_AFTER = 1;
/** The same for both: what each would find fastest may differ by chance. */
const THREADS = availableParallelism();

/** What events, metrics and a host to hear them cost: the trainer as the extension runs it, beside training alone. */
export const overhead: Part = async ({ data, rounds, say }) => {
  const program = join(PROJECT, "dist", "bareTraining.js"); // beside the program of the threads
  const entryPoints = [join(PROJECT, "bench", "bareTraining.ts")];
  await build({ entryPoints, outfile: program, bundle: true, platform: "node", format: "cjs", logLevel: "error" });
  const bare = async () => {
    const { stdout, seconds } = await runProgram(process.execPath, [program, data, String(EPOCHS), String(THREADS)]);
    return measurementOf(JSON.parse(stdout) as number[], seconds);
  };
  const standings = await compete(
    [
      { name: "bare training", run: bare },
      { name: "the trainer as the extension runs it", run: () => trainAsExtension(data) },
    ],
    rounds,
    say,
  );
  const [alone, whole] = standings.map(({ trainSeconds }) => trainSeconds) as [number, number];
  const rows = standings.map(({ name, trainSeconds }) => [
    name,
    trainSeconds.toFixed(3),
    (trainSeconds / alone).toFixed(3),
  ]);
  return {
    title: "What events and metrics cost",
    markdown: table(["", "s per epoch", "ratio"], rows),
    values: { bareSeconds: alone, fullSeconds: whole, ratio: whole / alone },
  };
};

function measurementOf(epochSeconds: readonly number[], processSeconds: number): Measurement {
  const trainSeconds = epochSeconds.slice(SETTLED_AFTER);
  if (!Number.isFinite(median(trainSeconds))) throw new Error("No epoch was timed.");
  return { trainSeconds, evaluateSeconds: [], processSeconds, isWholeJob: false, peakBytes: undefined };
}

/** The built trainer with its events over IPC, gradient norms as often as the extension asks for them. */
function trainAsExtension(data: string): Promise<Measurement> {
  const startedMs = performance.now();
  const trainer = fork(join(PROJECT, "dist", "trainer.js"), [], { serialization: "json" });
  const send = (request: TrainerRequest) => trainer.send(request);
  const epochSeconds: number[] = [];
  let failure: Error | undefined;
  trainer.on("message", (message: TrainerEvent) => {
    if (message.type === "trainer-ready") void specOf(data).then(spec => send({ type: "start-run", spec }));
    if (message.type === "epoch-finished") epochSeconds.push(message.trainSeconds);
    if (message.type === "run-failed") failure = new Error(message.message);
    if (message.type === "run-failed" || message.type === "run-finished") send({ type: "shut-down" });
  });
  return new Promise((resolve, reject) => {
    trainer.on("error", reject);
    trainer.on("exit", () => {
      if (failure) reject(failure);
      else resolve(measurementOf(epochSeconds, (performance.now() - startedMs) / 1000));
    });
  });
}

async function specOf(data: string): Promise<RunSpec> {
  const sources = join(tmpdir(), `train-lens-bench-${process.pid}.mjs`);
  const contents = 'export * from "./src/model/tutorialNet"; export * from "./src/model/trainingSettings";';
  const stdin = { contents, resolveDir: PROJECT };
  await build({ stdin, outfile: sources, bundle: true, platform: "node", format: "esm", logLevel: "error" });
  const { TUTORIAL_NET, DEFAULT_SETTINGS } = (await import(sources)) as {
    TUTORIAL_NET: RunSpec["model"];
    DEFAULT_SETTINGS: RunSpec["settings"];
  };
  return {
    runId: "bench",
    task: "train",
    model: TUTORIAL_NET,
    settings: { ...DEFAULT_SETTINGS, epochs: EPOCHS },
    dataset: "MNIST",
    dataFolder: data,
    workingFolders: [],
    seed: 0,
    engine: "wasm",
    threads: THREADS,
    gradientNormsEvery: defaultNormsEvery(),
    save: { path: join(tmpdir(), `train-lens-bench-${process.pid}.pth`), overwrite: true },
  };
}

function defaultNormsEvery(): number {
  const manifest = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as {
    contributes: { configuration: { properties: Record<string, { default: unknown }> } };
  };
  return Number(manifest.contributes.configuration.properties["trainLens.gradientNormsEvery"]!.default);
}
