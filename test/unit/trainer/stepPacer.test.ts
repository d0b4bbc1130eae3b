import { expect, test } from "vitest";
import { StepPacer } from "../../../src/trainer/stepPacer";

async function paceWith(stepMs: number, rounds: number): Promise<number[]> {
  const clock = { ms: 0 };
  const pacer = new StepPacer(() => clock.ms);
  const counts = [];
  for (let round = 0; round < rounds; round++) {
    const count = pacer.nextCount();
    counts.push(count);
    await pacer.time(count, () => Promise.resolve((clock.ms += count * stepMs)));
  }
  return counts;
}

test("begins with a single step, so that the first loss is seen at once", async () => {
  expect((await paceWith(0.3, 1))[0]).toBe(1);
});

test("settles at groups of about 50 ms", async () => {
  expect((await paceWith(0.5, 12)).at(-1)).toBe(100);
});

test("an engine slower than that is asked step by step", async () => {
  expect((await paceWith(400, 5)).at(-1)).toBe(1);
});

test("a clock that stands still does not ask for endless work", async () => {
  expect((await paceWith(0, 20)).at(-1)).toBe(1000);
});
