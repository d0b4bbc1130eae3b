import { expect, test } from "vitest";
import { panelStrings } from "../../../../src/extension/panel/panelStrings";
import { PANEL_STRING_KEYS } from "../../../../src/protocol/panelStrings";

const strings = panelStrings(text => text);

test("the panel gets a text for every key it knows, and for no other", () => {
  expect(Object.keys(strings).sort()).toEqual([...PANEL_STRING_KEYS].sort());
});

test("no text is empty", () => {
  expect(Object.entries(strings).filter(([, text]) => text.trim() === "")).toEqual([]);
});
