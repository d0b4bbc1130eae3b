import { expect, test } from "vitest";
import type { ComparedTensor } from "../../../../src/protocol/inspector";
import { changeOf, sortByChange } from "../../../../webview/inspector/comparisonRows";

const side = (...shape: number[]) => ({ dtype: "float32", shape });
const moved = (name: string, relativeL2: number | "Infinity"): ComparedTensor => ({
  name,
  before: side(2),
  after: side(2),
  difference: { relativeL2, largest: relativeL2 },
});

test("each tensor has a word for what became of it", () => {
  expect(changeOf(moved("a", 0.5))).toBe("changed");
  expect(changeOf(moved("a", 0))).toBe("same");
  expect(changeOf({ name: "a", before: side(2) })).toBe("removed");
  expect(changeOf({ name: "a", after: side(2) })).toBe("added");
  expect(changeOf({ name: "a", before: side(2), after: side(3) })).toBe("reshaped");
  expect(changeOf({ name: "a", before: side(2), after: side(2), reason: "packed" })).toBe("unread");
});

test("what only one file has comes first, then the largest change", () => {
  const tensors = [moved("same", 0), moved("small", 0.1), moved("new", "Infinity"), moved("large", 2)];
  const sorted = sortByChange([...tensors, { name: "added", after: side(1) }, { name: "removed", before: side(1) }]);
  expect(sorted.map(({ name }) => name)).toEqual(["removed", "added", "new", "large", "small", "same"]);
});
