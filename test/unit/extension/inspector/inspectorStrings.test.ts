import { expect, test } from "vitest";
import { inspectorStrings } from "../../../../src/extension/inspector/inspectorStrings";
import { INSPECTOR_STRING_KEYS } from "../../../../src/protocol/inspectorStrings";

const strings = inspectorStrings(text => text);

test("the inspector gets a text for every key it knows, and for no other", () => {
  expect(Object.keys(strings).sort()).toEqual([...INSPECTOR_STRING_KEYS].sort());
});

test("no text is empty", () => {
  expect(Object.entries(strings).filter(([, text]) => text.trim() === "")).toEqual([]);
});
