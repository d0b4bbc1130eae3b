import { expect, test } from "vitest";
import { lensesOf } from "../../../../src/extension/lenses/lensesOf";
import { refused, understood } from "../../../support/readings";

const fill = (message: string, ...values: (string | number)[]) =>
  message.replaceAll(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));
const all = new Set(["train", "evaluate", "gradientNorms"] as const);
const titlesAt = (lenses: ReturnType<typeof lensesOf>) => lenses.map(({ line, title }) => `${line}: ${title}`);

test("a class has Train, Evaluate and Gradient norms above it, each for that class", () => {
  const lenses = lensesOf("file:///a.py", [understood("A", 1), understood("B", 9)], all, fill);
  const titles = ["Train", "Evaluate", "Gradient norms"];
  expect(titlesAt(lenses)).toEqual([...titles.map(title => `1: ${title}`), ...titles.map(title => `9: ${title}`)]);
  expect(lenses[3]).toMatchObject({
    command: "trainLens.trainModel",
    site: { uri: "file:///a.py", className: "B", line: 9 },
  });
});

test("a class that cannot be read says so, once", () => {
  expect(titlesAt(lensesOf("u", [refused("A", 1, 12)], all, fill))).toEqual(["1: Train (cannot read line 12)"]);
});

test("each lens can be switched off", () => {
  const titles = titlesAt(lensesOf("u", [understood("A", 1), refused("B", 5, 6)], new Set(["evaluate"]), fill));
  expect(titles).toEqual(["1: Evaluate", "5: Evaluate (cannot read line 6)"]);
  expect(lensesOf("u", [understood("A", 1), refused("B", 5, 6)], new Set(), fill)).toEqual([]);
});
