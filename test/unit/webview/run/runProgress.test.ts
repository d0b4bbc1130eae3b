import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS, type TrainingSettings } from "../../../../src/model/trainingSettings";
import type { EpochFinished, RunStarted } from "../../../../src/protocol/trainer";
import { ObservedPace, runProgress, secondsLeft, stepsPerEpoch } from "../../../../webview/run/runProgress";
import { reduceRun, replayRun, type RunView } from "../../../../webview/run/runView";
import { eventsOfRun } from "../../../support/trainerEvents";

const startedWith = (settings: Partial<TrainingSettings>, totalSteps: number): RunStarted => {
  const started = eventsOfRun("a").find((event): event is RunStarted => event.type === "run-started")!;
  return { ...started, settings: { ...DEFAULT_SETTINGS, ...settings }, totalSteps };
};
const epochFinished = eventsOfRun("a").find((event): event is EpochFinished => event.type === "epoch-finished")!;

function runAfter(started: RunStarted, steps: number, epochs = 0): RunView {
  const nothing = replayRun({ runId: "a", task: "train", startedAt: 1, modelName: "Net", events: [started] });
  const losses = Array.from({ length: steps }, () => 1);
  const trained = reduceRun(nothing, { type: "steps-measured", runId: "a", firstStep: 1, losses });
  return Array.from({ length: epochs }, () => epochFinished).reduce(reduceRun, trained);
}

test.each([
  [{}, 938],
  [{ batchSize: 100 }, 600],
  [{ dropLast: true }, 937],
  [{ limit: 100 }, 2],
  [{ limit: 10, dropLast: true }, 1],
])("an epoch with %o has %i batches", (settings, batches) => {
  expect(stepsPerEpoch(startedWith(settings, 1))).toBe(batches);
});

describe("progress", () => {
  const started = startedWith({}, 4690);

  test("counts epochs and steps from one", () => {
    expect(runProgress(runAfter(started, 1), started)).toMatchObject({ step: 1, epoch: 1, isEvaluating: false });
    expect(runProgress(runAfter(started, 1000, 1), started)).toMatchObject({ step: 1000, epoch: 2, epochs: 5 });
  });

  test("tells when an epoch's batches are done and its accuracy is being measured", () => {
    expect(runProgress(runAfter(started, 938), started).isEvaluating).toBe(true);
    expect(runProgress(runAfter(started, 938, 1), started).isEvaluating).toBe(false);
    expect(runProgress(runAfter(started, 0), started).isEvaluating).toBe(false);
    expect(runProgress(runAfter(started, 4690, 5), started)).toMatchObject({ epoch: 5, isEvaluating: false });
  });

  test("knows a run that a step limit cuts short", () => {
    const limited = startedWith({ maxSteps: 100 }, 100);
    expect(runProgress(runAfter(limited, 100), limited).isEvaluating).toBe(true);
  });
});

describe("the time left", () => {
  const started = startedWith({}, 4690);

  test("is not guessed before anything is known", () => {
    expect(secondsLeft(runAfter(started, 1), started, undefined)).toBeUndefined();
  });

  test("follows the observed pace during the first epoch", () => {
    expect(secondsLeft(runAfter(started, 690), started, 0.01)).toBeCloseTo(40, 9);
  });

  test("follows the last epoch afterwards, and counts the evaluations that are to come", () => {
    const left = secondsLeft(runAfter(started, 938, 1), started, 99);
    expect(left).toBeCloseTo(4 * epochFinished.trainSeconds + 4 * epochFinished.evaluateSeconds, 9);
  });

  test("is nothing at the end", () => {
    expect(secondsLeft(runAfter(started, 4690, 5), started, undefined)).toBe(0);
  });
});

test("the pace counts from the first steps seen, so that waiting before them does not slow it down", () => {
  const pace = new ObservedPace();
  pace.observe(0, 0);
  pace.observe(10, 5000);
  expect(pace.secondsPerStep).toBeUndefined();
  pace.observe(110, 6000);
  expect(pace.secondsPerStep).toBeCloseTo(0.01, 12);
});
