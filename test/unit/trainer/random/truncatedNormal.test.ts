import { expect, test } from "vitest";
import { Generator } from "../../../../src/trainer/random/generator";
import { truncatedNormal } from "../../../../src/trainer/random/truncatedNormal";

const COUNT = 200_000;

/** Shares of a normal distribution that is cut off at two standard deviations, below so many of them. */
const SHARES = [
  [-1.9, 0.006251],
  [-1, 0.142384],
  [0, 0.5],
  [0.5, 0.700589],
  [1.5, 0.953843],
] as const;

test("numbers lie as a normal distribution without its tails does", () => {
  const values = truncatedNormal(COUNT, 3, 0.5, new Generator(1)).map(value => (value - 3) / 0.5);
  expect(Math.max(...values.subarray(0, 100_000).map(Math.abs))).toBeLessThan(2.00001);
  for (const [limit, share] of SHARES) {
    expect(values.filter(value => value < limit).length / COUNT).toBeCloseTo(share, 2);
  }
  const spread = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / COUNT);
  expect(spread).toBeCloseTo(0.8796, 2);
});
