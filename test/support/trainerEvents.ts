import { DEFAULT_SETTINGS } from "../../src/model/trainingSettings";
import { TUTORIAL_NET } from "../../src/model/tutorialNet";
import type { RunEvent, RunSpec } from "../../src/protocol/trainer";

/** A spec of a tiny run of the tutorial's Net. */
export function runSpecOf(runId: string, more: Partial<RunSpec> = {}): RunSpec {
  const settings = { ...DEFAULT_SETTINGS, epochs: 1, limit: 640 };
  return {
    runId,
    task: "train",
    model: TUTORIAL_NET,
    settings,
    dataset: "MNIST",
    workingFolders: [],
    engine: "auto",
    ...more,
  };
}

/** One event of every kind, as a short run reports them. */
export function eventsOfRun(runId: string): RunEvent[] {
  const norms = { "fc1.weight": 0.5, "fc1.bias": "NaN" } as const;
  return [
    { type: "data-progressed", runId, file: "train-images-idx3-ubyte.gz", receivedBytes: 10, totalBytes: 20 },
    {
      type: "run-started",
      runId,
      task: "train",
      engine: "reference",
      device: "CPU",
      skipped: [{ engine: "webgpu", reason: "no adapter" }],
      model: {
        name: "Net",
        text: "Net()",
        parameterCount: 109_386,
        stateDict: [{ name: "fc1.weight", shape: [128, 784], dtype: "float32" }],
      },
      settings: DEFAULT_SETTINGS,
      dataset: { name: "MNIST", source: "a folder", trainCount: 60_000, testCount: 10_000, synthetic: false },
      seed: 42,
      totalSteps: 3,
    },
    { type: "steps-measured", runId, firstStep: 1, losses: [2.3, 2.2, "Infinity"] },
    { type: "gradients-measured", runId, step: 3, norms, total: 0.5 },
    {
      type: "epoch-finished",
      runId,
      epoch: 1,
      epochs: 1,
      loss: 2.25,
      accuracy: 93.3,
      correct: 9330,
      total: 10_000,
      trainSeconds: 1.5,
      evaluateSeconds: 0.2,
      gradientNorms: norms,
    },
    {
      type: "evaluated",
      runId,
      accuracy: 93.3,
      correct: 9330,
      total: 10_000,
      loss: 0.2,
      perClass: [99, "NaN"],
      confusion: [[9330]],
      confusedPairs: [{ label: 4, predicted: 9, count: 7, examples: [{ index: 115, pixels: "AAEC" }] }],
      pictureShape: [28, 28],
    },
    { type: "run-finished", runId, outcome: "completed", accuracy: 93.3, seconds: 2, weightsPath: "/tmp/Net.pth" },
  ];
}
