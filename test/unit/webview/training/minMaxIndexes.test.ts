import { expect, test } from "vitest";
import { minMaxIndexes } from "../../../../webview/training/minMaxIndexes";

const wave = Float64Array.from({ length: 10_000 }, (_, index) => Math.sin(index / 300));

test("a short curve keeps all its points", () => {
  expect(minMaxIndexes([[5, 6, 7]], 100)).toEqual([0, 1, 2]);
  expect(minMaxIndexes([], 100)).toEqual([]);
});

test("a long curve keeps its spikes and its ends, in order, and few others", () => {
  const spiky = wave.slice();
  spiky[4321] = 9;
  spiky[8765] = -9;
  const places = minMaxIndexes([spiky], 100);
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(new Set(places).size).toBe(places.length);
  expect(places).toEqual(expect.arrayContaining([0, 4321, 8765, 9999]));
  expect(places.length).toBeLessThanOrEqual(202);
});

test("curves that share their places keep the spikes of each", () => {
  const one = wave.slice();
  const other = wave.slice();
  one[1111] = 9;
  other[2222] = 9;
  expect(minMaxIndexes([one, other], 100)).toEqual(expect.arrayContaining([1111, 2222]));
});

test("NaN at the begin of a part does not hide the part's extremes", () => {
  const broken = wave.slice();
  broken[5000] = NaN;
  broken[5050] = 9;
  expect(minMaxIndexes([broken], 100)).toContain(5050);
});
