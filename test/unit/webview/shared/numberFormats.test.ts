import { expect, test } from "vitest";
import { createNumberFormats } from "../../../../webview/shared/numberFormats";

const english = createNumberFormats("en");

test("accuracy and loss have the digits that the tutorial prints", () => {
  expect(english.percent(96.9)).toBe("96.90%");
  expect(english.percent(100)).toBe("100.00%");
  expect(english.loss(0.0948)).toBe("0.0948");
  expect(english.loss(2.3)).toBe("2.3000");
});

test("what is not a number is said as such", () => {
  expect(english.loss(NaN)).toBe("NaN");
  expect(english.loss(Infinity)).toBe("∞");
  expect(english.significant(-Infinity)).toBe("-∞");
});

test.each([
  [0, "0"],
  [0.5, "0.5000"],
  [0.0000123456, "1.235E-5"],
  [12345, "1.235E4"],
])("%d with four significant digits is %s", (value, text) => expect(english.significant(value)).toBe(text));

test.each([
  [2, "2 sec"],
  [2.64, "2.6 sec"],
  [9.96, "10 sec"],
  [59.6, "1 min 0 sec"],
  [253, "4 min 13 sec"],
  [7325, "2 hr 2 min"],
])("%d seconds last %s", (seconds, text) => expect(english.duration(seconds)).toBe(text));

test("each language has its own signs and units", () => {
  expect(createNumberFormats("de").percent(96.9)).toBe("96,90\u00a0%");
  expect(createNumberFormats("ko").duration(253)).toBe("4분 13초");
});

test.each(["en", "ko", "qps-ploc", "zh-cn", "pt-br"])("VS Code's language %s is known", locale => {
  expect(createNumberFormats(locale).count(60_000)).toMatch(/60.?000/);
});
