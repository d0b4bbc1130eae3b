import { expect, test } from "vitest";
import { createSay } from "../../../../webview/shared/say";

const say = createSay({ plain: "Train", two: "{1} of {0}", twice: "{0}{0}" });

test("placeholders are filled by their number, in the order of the language", () => {
  expect(say("plain")).toBe("Train");
  expect(say("two", "ten", "one")).toBe("one of ten");
  expect(say("twice", "a")).toBe("aa");
});

test("a value that looks like a placeholder stays as it is", () => {
  expect(say("two", "{1}", "$&")).toBe("$& of {1}");
});
