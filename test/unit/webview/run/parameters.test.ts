import { expect, test } from "vitest";
import { isParameterShown, rootMeanSquare } from "../../../../webview/run/parameters";

const shapes = new Map([
  ["fc1.weight", [128, 784]],
  ["fc1.bias", [128]],
]);

test("weight matrices are drawn and biases are not, unless a person chose otherwise", () => {
  expect(isParameterShown("fc1.weight", shapes, {})).toBe(true);
  expect(isParameterShown("fc1.bias", shapes, {})).toBe(false);
  expect(isParameterShown("fc1.weight", shapes, { "fc1.weight": false })).toBe(false);
  expect(isParameterShown("fc1.bias", shapes, { "fc1.bias": true })).toBe(true);
});

test("a parameter that is named as a method of objects is a name like any other", () => {
  expect(isParameterShown("toString", shapes, {})).toBe(false);
});

test("the root mean square takes the size out of a norm", () => {
  expect(rootMeanSquare(6, [4, 9])).toBe(1);
});
