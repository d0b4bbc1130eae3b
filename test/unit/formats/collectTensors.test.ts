import { expect, test } from "vitest";
import { collectTensors } from "../../../src/formats/collectTensors";
import {
  PickledDict,
  PickledList,
  PickledSet,
  PickledTuple,
  type PickleValue,
} from "../../../src/formats/pickleValues";

function dict(...pairs: [PickleValue, PickleValue][]): PickledDict {
  const made = new PickledDict();
  for (const [key, value] of pairs) made.entries.set(key, value);
  return made;
}

function list(...items: PickleValue[]): PickledList {
  const made = new PickledList();
  made.items = items;
  return made;
}

const scalarsOf = (root: PickleValue) => Object.fromEntries(collectTensors(root).scalars);

test("values are named by the keys that lead to them", () => {
  const root = dict(["epoch", 3], ["losses", list(1, null)], [7n, true], [null, "x"], [new PickledTuple([1, "b"]), 2]);
  expect(scalarsOf(root)).toEqual({
    epoch: 3,
    "losses.0": 1,
    "losses.1": null,
    "7": true,
    None: "x",
    '(1, "b")': 2,
  });
});

test("what Python has beyond JSON is described", () => {
  const set = new PickledSet();
  set.items = ["a", 1];
  expect(
    scalarsOf(dict(["bytes", Uint8Array.of(0, 255)], ["set", set], ["empty", list()], ["huge", 2n ** 70n])),
  ).toEqual({
    bytes: { bytes_hex: "00ff" },
    set: { python_object: "set", repr: '{"a", 1}' },
    empty: { empty: "list" },
    huge: "1180591620717411303424",
  });
});

test("a list that contains itself ends", () => {
  const cycle = list();
  cycle.items = [cycle];
  expect(() => collectTensors(cycle)).toThrow(/more than 200 deep/);
});

test("a list that doubles at every level ends", () => {
  let doubled = list(1);
  for (let level = 0; level < 60; level++) doubled = list(doubled, doubled);
  expect(() => collectTensors(doubled)).toThrow(/more than a million values|more than 64 MB/);
});

test("a long text that is used everywhere is neither repeated nor lost", () => {
  const long = "x".repeat(1_000_000);
  const set = new PickledSet();
  set.items = Array.from({ length: 20 }, () => long);
  const { scalars } = collectTensors(list(...Array.from({ length: 5000 }, () => set), long));
  expect(JSON.stringify(Object.fromEntries(scalars)).length).toBeLessThan(20_000_000);
  expect(() => collectTensors(dict([long, 1]))).toThrow(/name of more than 4096 characters/);
});

test("a long history is counted, not listed", () => {
  const { scalars, scalarsLeftOut } = collectTensors(list(...Array.from({ length: 12_345 }, (_, index) => index)));
  expect([scalars.size, scalarsLeftOut]).toEqual([10_000, 2345]);
});

test("long names that are part of many paths are bounded together", () => {
  const key = "k".repeat(4000);
  const values = list(...Array.from({ length: 20_000 }, () => 1));
  expect(() => collectTensors(dict([key, values]))).toThrow(/names of the file take more than 64 MB/);
});
