import { expect, test } from "vitest";
import { HEAT_LEVELS, heatLevels } from "../../../../webview/run/heatLevels";

test("right answers count by their share of the class, mistakes by the most frequent one", () => {
  expect(
    heatLevels([
      [90, 10],
      [1, 50],
    ]),
  ).toEqual([
    [Math.ceil(HEAT_LEVELS * 0.9), HEAT_LEVELS],
    [1, HEAT_LEVELS],
  ]);
});

test("a class without images and a matrix without mistakes have no heat", () => {
  expect(
    heatLevels([
      [0, 0],
      [0, 3],
    ]),
  ).toEqual([
    [0, 0],
    [0, HEAT_LEVELS],
  ]);
});
