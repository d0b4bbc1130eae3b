import { expect, test } from "vitest";
import { measureStep } from "../../../../../src/trainer/engines/trials/measureStep";

/** An engine on a clock of its own: a step takes what `stepMs` says for how many were made before. */
function measure(epochSteps: number, stepMs: (step: number) => number) {
  let nowMs = 0;
  let steps = 0;
  let left = 0;
  const engine = {
    beginEpoch: () => {
      left = epochSteps;
      return Promise.resolve();
    },
    runSteps: (count: number) => {
      left -= count;
      if (left < 0) throw new Error("more steps than the epoch has");
      for (let k = 0; k < count; k++) nowMs += stepMs(steps++);
      return Promise.resolve({ losses: new Float32Array(count), norms: [] });
    },
  };
  const epoch = { order: new Int32Array(0), lr: 1, steps: epochSteps };
  return measureStep(engine, epoch, () => nowMs).then(microseconds => ({ microseconds, tookMs: nowMs }));
}

test("slow first steps and slow moments of the machine do not count", async () => {
  const { microseconds } = await measure(64, step => (step < 60 || step % 300 < 50 ? 2 : 0.4));
  expect(microseconds).toBeCloseTo(400, 6);
});

test("a trial takes less than half a second, whether steps are fast or slow", async () => {
  for (const stepMs of [0.001, 0.05, 1, 30]) {
    const { microseconds, tookMs } = await measure(64, () => stepMs);
    expect(microseconds).toBeCloseTo(1000 * stepMs, 6);
    expect(tookMs).toBeLessThan(500);
  }
});

test("one step that takes seconds is enough", async () => {
  expect(await measure(64, () => 3000)).toEqual({ microseconds: 3_000_000, tookMs: 3000 });
});
