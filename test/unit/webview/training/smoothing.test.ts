import { expect, test } from "vitest";
import { smooth } from "../../../../webview/training/smoothing";

test("a constant stays constant from its first value on", () => {
  for (const value of smooth([0.7, 0.7, 0.7, 0.7], 0.98)) expect(value).toBeCloseTo(0.7, 12);
});

test("the curve is the weighted mean of the values so far", () => {
  const [first, second, third] = smooth([2, 1, 4], 0.5);
  expect(first).toBeCloseTo(2, 12);
  expect(second).toBeCloseTo((0.5 * 1 + 0.25 * 2) / 0.75, 12);
  expect(third).toBeCloseTo((0.5 * 4 + 0.25 * 1 + 0.125 * 2) / 0.875, 12);
});

test("weight zero gives the values themselves", () => {
  expect([...smooth([3, 1, 2], 0)]).toEqual([3, 1, 2]);
});

test("a value that is not finite leaves a gap and does not spoil what follows", () => {
  const smoothed = smooth([NaN, 1, Infinity, 1], 0.9);
  expect([...smoothed].map(Number.isFinite)).toEqual([false, true, false, true]);
  expect(smoothed[3]).toBeCloseTo(1, 12);
});
