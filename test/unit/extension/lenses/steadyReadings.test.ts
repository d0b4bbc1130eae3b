import { expect, test } from "vitest";
import { SteadyReadings } from "../../../../src/extension/lenses/steadyReadings";
import { refused, understood } from "../../../support/readings";

/** The readings of a document in which `Net` was understood before. */
function steadyAfterNet() {
  const steady = new SteadyReadings();
  steady.next([understood("Net", 3)], false);
  return steady;
}

test("what is read is shown while nobody types", () => {
  const readings = [understood("Net", 3), refused("Odd", 20, 22)];
  expect(new SteadyReadings().next(readings, false)).toEqual(readings);
  expect(steadyAfterNet().next([refused("Net", 3, 5)], false)).toEqual([refused("Net", 3, 5)]);
});

test("while somebody types in a class it keeps what was understood, and moves along", () => {
  expect(steadyAfterNet().next([refused("Net", 4, 5)], true)).toEqual([understood("Net", 4)]);
});

test("a class whose head is half typed keeps its lenses, for as long as the typing lasts", () => {
  const steady = steadyAfterNet();
  expect(steady.next([], true)).toEqual([understood("Net", 3)]);
  expect(steady.next([], true)).toEqual([understood("Net", 3)]);
  expect(steady.next([], false)).toEqual([]);
  expect(steady.next([], true)).toEqual([]);
});

test("a class that is renamed has lenses once", () => {
  expect(steadyAfterNet().next([understood("Net2", 3)], true)).toEqual([understood("Net2", 3)]);
});

test("a class that was never understood is not made up", () => {
  expect(steadyAfterNet().next([understood("Net", 3), refused("New", 9, 10)], true)).toContainEqual(
    refused("New", 9, 10),
  );
});
