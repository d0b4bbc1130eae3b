import { expect, test } from "vitest";
import { ThreadChoice } from "../../../../../src/trainer/engines/wasm/threads/threadChoice";

/** Trains `steps` steps; a step takes what `stepMs` says for the number of threads. */
function train(choice: ThreadChoice, steps: number, stepMs: (threads: number) => number): void {
  for (let done = 0; done < steps;) {
    const next = choice.next();
    const count = Math.min(next.steps, steps - done);
    choice.learn(count, count * stepMs(next.threads));
    done += count;
  }
}

test.each([
  { stepMs: [0.3, 0.2, 0.25], best: 2 },
  { stepMs: [0.1, 0.2, 0.3], best: 1 },
  { stepMs: [0.4, 0.3, 0.2], best: 4 },
])("takes $best threads when steps take $stepMs ms with 1, 2 and 4", ({ stepMs, best }) => {
  const choice = new ThreadChoice([1, 2, 4]);
  train(choice, 300, threads => stepMs[Math.log2(threads)]!);
  expect(choice.next()).toEqual({ threads: best, steps: 700 });
  train(choice, 9000, threads => stepMs[Math.log2(threads)]!);
  expect(choice.next()).toEqual({ threads: best, steps: Infinity });
});

test("a slow moment of the machine decides nothing", () => {
  const choice = new ThreadChoice([1, 2]);
  let times = 0;
  train(choice, 300, threads => (threads === 2 && times++ % 2 === 0 ? 5 : 0.3 / threads));
  expect(choice.next().threads).toBe(2);
});

test("threads that are slow for a while after they were woken are as fast as they then become", () => {
  const choice = new ThreadChoice([1, 2]);
  let groupsAwake = 0;
  train(choice, 6000, threads => {
    groupsAwake = threads === 2 ? groupsAwake + 1 : 0;
    return threads === 2 && groupsAwake < 3 ? 0.9 : 0.3 / threads;
  });
  expect(choice.next().threads).toBe(2);
});

test("threads that are slow while they are young are tried again", () => {
  const choice = new ThreadChoice([1, 2]);
  let done = 0;
  const stepMs = (threads: number) => (threads === 2 && done < 400 ? 0.9 : 0.3 / threads);
  for (; done < 450; done += 50) train(choice, 50, stepMs);
  expect(choice.next().threads).toBe(1);
  train(choice, 2000, stepMs);
  expect(choice.next().threads).toBe(2);
});

test("most steps run with the fastest number", () => {
  const choice = new ThreadChoice([1, 2, 4, 8, 16]);
  let slow = 0;
  for (let done = 0; done < 10_000;) {
    const { threads, steps } = choice.next();
    const count = Math.min(steps, 10_000 - done, 250);
    choice.learn(count, count * (0.2 + 0.1 * Math.abs(Math.log2(threads) - 1)));
    if (threads !== 2) slow += count;
    done += count;
  }
  expect(slow).toBeLessThan(2000);
});

test("a few short steps prove nothing, long ones do", () => {
  const [short, long] = [new ThreadChoice([1, 2]), new ThreadChoice([1, 2])];
  const stepsAt = (choice: ThreadChoice, count: number, stepMs: number) => {
    const { steps } = choice.next();
    choice.learn(count, count * stepMs);
    return steps;
  };
  const trial = short.next().steps;
  for (let k = 0; k < 20; k++) expect(stepsAt(short, 2, 0.05)).toBe(trial);
  for (let k = 0; k < 4; k++) expect(stepsAt(long, 1, 200)).toBe(trial);
  expect(long.next().steps).toBeGreaterThan(trial);
});

test("one number needs no trial", () => {
  expect(new ThreadChoice([3]).next()).toEqual({ threads: 3, steps: Infinity });
});
