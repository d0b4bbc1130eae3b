import { describe, expect, test } from "vitest";
import { TUTORIAL_NET } from "../../src/model/tutorialNet";
import { DEFAULT_SETTINGS } from "../../src/model/trainingSettings";
import type { RunEvent } from "../../src/protocol/trainer";
import { performRun } from "../../src/trainer/performRun";
import { findMnistFolder } from "../support/mnist";

/** Of the tutorial's script in PyTorch 1.13 after five epochs, with the seeds 0 to 9. */
const PYTORCH_MEDIAN = 96.76;
const TOLERANCE = 0.15;
const SEEDS = Array.from({ length: 10 }, (_, seed) => seed);

const mnist = findMnistFolder();

// Ten whole trainings: a single one may end 0.7 points elsewhere for rounding alone, so that only the middle of many
// shows an engine that learns a little worse than PyTorch.
describe.skipIf(mnist.folder === undefined)(`ten trainings on real MNIST ${mnist.whyNot ?? ""}`, () => {
  test("the WASM engine's median accuracy is PyTorch's", async context => {
    const accuracies = [];
    for (const seed of SEEDS) accuracies.push(await finalAccuracy(seed, mnist.folder!));
    const [below, above] = accuracies.toSorted((a, b) => a - b).slice(4, 6);
    const median = (below! + above!) / 2;
    await context.annotate(`median ${median.toFixed(2)} % of ${accuracies.map(value => value.toFixed(2)).join(", ")}`);
    expect(Math.abs(median - PYTORCH_MEDIAN)).toBeLessThanOrEqual(TOLERANCE);
  });
});

async function finalAccuracy(seed: number, dataFolder: string): Promise<number> {
  const events: RunEvent[] = [];
  await performRun({
    spec: {
      runId: `seed-${seed}`,
      task: "train",
      model: TUTORIAL_NET,
      settings: DEFAULT_SETTINGS,
      dataset: "MNIST",
      dataFolder,
      workingFolders: [],
      seed,
      engine: "wasm",
    },
    emit: event => events.push(event),
    signal: new AbortController().signal,
    environment: {},
  });
  const last = events.at(-1);
  if (last?.type !== "run-finished" || last.accuracy === undefined) throw new Error(`seed ${seed} did not finish`);
  return last.accuracy;
}
