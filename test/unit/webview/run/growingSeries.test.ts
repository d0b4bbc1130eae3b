import { expect, test } from "vitest";
import { GrowingSeries } from "../../../../webview/run/growingSeries";

test("appending makes a longer series and leaves the shorter one as it was", () => {
  const short = GrowingSeries.EMPTY.append([1, 2]);
  const long = short.append([3]);
  expect([...Array.from(short.values)]).toEqual([1, 2]);
  expect([...Array.from(long.values)]).toEqual([1, 2, 3]);
});

test("two futures of one series do not see each other", () => {
  const base = GrowingSeries.EMPTY.append([1]);
  const one = base.append([2]);
  const other = base.append([3]);
  expect(Array.from(one.values)).toEqual([1, 2]);
  expect(Array.from(other.values)).toEqual([1, 3]);
});

test("a hundred thousand steps arrive in order, also beyond the first capacity", () => {
  let series = GrowingSeries.EMPTY;
  for (let step = 0; step < 100_000; step += 10) series = series.append(Array.from({ length: 10 }, (_, i) => step + i));
  expect(series.length).toBe(100_000);
  expect(series.at(77_777)).toBe(77_777);
  expect(series.last).toBe(99_999);
});

test("outside of its values there is none", () => {
  const base = GrowingSeries.EMPTY.append([1]);
  base.append([2]);
  expect(base.at(1)).toBeNaN();
  expect(base.at(-1)).toBeNaN();
  expect(GrowingSeries.EMPTY.last).toBeNaN();
});
