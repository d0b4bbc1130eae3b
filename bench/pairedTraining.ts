// Trains twice in one process, epoch about: as the extension trains, with every event and metric, and bare, with nothing
// around it. Forked by parts/overhead.ts: pairedTraining.js FOLDER EPOCHS THREADS NORMS_EVERY WEIGHTS_FILE [bare-first]. It
// sends every event, then the pairs. Bundled, as it is made of the trainer's own modules.
import { TUTORIAL_NET } from "../src/model/tutorialNet";
import { DEFAULT_SETTINGS } from "../src/model/trainingSettings";
import type { RunEvent, RunSpec } from "../src/protocol/trainer";
import type { Engine } from "../src/trainer/engines/engine";
import { EngineCrashes } from "../src/trainer/engines/trials/engineCrashes";
import { EngineUse } from "../src/trainer/engines/trials/engineUse";
import { prepareRun, type PreparedRun } from "../src/trainer/prepareRun";
import { drawTrainOrder } from "../src/trainer/random/loaderDraws";
import { trainRun } from "../src/trainer/trainRun";
import { WeightsFile } from "../src/trainer/weightsFile";
import type { EpochPair } from "./parts/overhead";

const ALIVE_EVERY_MS = 1000;

async function main(args: readonly string[]): Promise<void> {
  const [dataFolder = "", epochs, threads, normsEvery, weights = "", first] = args;
  const spec: RunSpec = {
    runId: "bench",
    task: "train",
    model: TUTORIAL_NET,
    settings: { ...DEFAULT_SETTINGS, epochs: Number(epochs) },
    dataset: "MNIST",
    dataFolder,
    workingFolders: [],
    seed: 0,
    engine: "wasm",
    threads: Number(threads),
    gradientNormsEvery: Number(normsEvery),
    save: { path: weights, overwrite: true },
  };
  const pairs: EpochPair[] = [];
  let bareSeconds = 0;
  const early = first === "bare-first" ? await prepare(spec, () => undefined) : undefined; // where it lies may matter
  const full = await prepare(spec, event => {
    process.send!(event);
    if (event.type === "epoch-finished") pairs.push({ fullSeconds: event.trainSeconds, bareSeconds });
  });
  const bare = early ?? (await prepare(spec, () => undefined));
  let isBare = false;
  const alive = setInterval(() => {
    if (!isBare) process.send!({ type: "trainer-alive" });
  }, ALIVE_EVERY_MS);
  const engine = pausing(full.engine, async () => {
    isBare = true;
    bareSeconds = await trainBare(bare);
    isBare = false;
  });
  await trainRun({ ...full, engine }, await WeightsFile.prepare(weights, true));
  clearInterval(alive);
  await full.engine.dispose();
  await bare.engine.dispose();
  process.send!({ type: "pairs", pairs }, undefined, undefined, () => process.disconnect());
}

function prepare(spec: RunSpec, emit: (event: RunEvent) => void): Promise<PreparedRun> {
  const { signal } = new AbortController();
  const crashes = new EngineCrashes("");
  return prepareRun({ spec, emit, signal, environment: process.env }, crashes, new EngineUse(crashes, signal));
}

/** One epoch and nothing else; resolves to its seconds. */
async function trainBare(run: PreparedRun): Promise<number> {
  const startedMs = performance.now();
  await run.engine.beginEpoch({ order: drawTrainOrder(run), lr: run.spec.settings.lr });
  await run.engine.runSteps(run.stepsPerEpoch, []);
  return (performance.now() - startedMs) / 1000;
}

/** Runs `between` whenever weights are read, which is after an epoch and its evaluation were timed. */
function pausing(engine: Engine, between: () => Promise<void>): Engine {
  return {
    kind: engine.kind,
    device: engine.device,
    beginEpoch: plan => engine.beginEpoch(plan),
    runSteps: (count, normsAt) => engine.runSteps(count, normsAt),
    evaluate: onProgress => engine.evaluate(onProgress),
    forward: (inputs, count) => engine.forward(inputs, count),
    dispose: () => engine.dispose(),
    readWeights: async () => {
      await between();
      return engine.readWeights();
    },
  };
}

void main(process.argv.slice(2));
