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
  expect(choice.next()).toEqual({ threads: best, steps: Infinity });
});

test("a slow moment of the machine decides nothing", () => {
  const choice = new ThreadChoice([1, 2]);
  let times = 0;
  train(choice, 300, threads => (threads === 2 && times++ % 2 === 0 ? 5 : 0.3 / threads));
  expect(choice.next().threads).toBe(2);
});

test("a few short steps prove nothing, long ones do", () => {
  const [short, long] = [new ThreadChoice([1, 2]), new ThreadChoice([1, 2])];
  for (let k = 0; k < 20; k++) short.learn(2, 0.1);
  for (let k = 0; k < 20; k++) long.learn(1, 200);
  expect(short.next().steps).toBeLessThan(Infinity);
  expect(long.next().steps).toBe(Infinity);
});

test("one number needs no trial", () => {
  expect(new ThreadChoice([3]).next()).toEqual({ threads: 3, steps: Infinity });
});
