import { expect, test } from "vitest";
import { chooseReading } from "../../../../src/extension/lenses/chooseReading";
import { understood } from "../../../support/readings";

const readings = [understood("Net", 1), understood("Other", 10), understood("Net", 20)];
/** The classes of `readings` end five lines below their heads. */
const lineOfEnd = (offset: number) => offset / 10;

test("by name: the class closest to the line, or Python's, the last", () => {
  expect(chooseReading(readings, { className: "Net", line: 3 })).toBe(readings[0]);
  expect(chooseReading(readings, { className: "Net", line: 18 })).toBe(readings[2]);
  expect(chooseReading(readings, { className: "Net" })).toBe(readings[2]);
  expect(chooseReading(readings, { className: "Gone" })).toBeUndefined();
});

test("by cursor: the class around it", () => {
  expect(chooseReading(readings, { cursorLine: 10, lineOfEnd })).toBe(readings[1]);
  expect(chooseReading(readings, { cursorLine: 15, lineOfEnd })).toBe(readings[1]);
  expect(chooseReading(readings, { cursorLine: 16, lineOfEnd })).toBeUndefined();
});

test("by cursor outside of every class: the only one there is", () => {
  expect(chooseReading(readings.slice(0, 1), { cursorLine: 99, lineOfEnd })).toBe(readings[0]);
  expect(chooseReading([], { cursorLine: 1, lineOfEnd })).toBeUndefined();
});
