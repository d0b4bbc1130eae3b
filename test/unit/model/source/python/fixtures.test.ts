import { describe, expect, test } from "vitest";
import { readPythonModels } from "../../../../../src/model/source/python/readPythonModels";
import { expectLogits, expectReading, type ExpectedReading } from "../../../../support/expectedReading";
import { MODEL_FILES, modelFixture } from "../../../../support/modelFixtures";

const { classes } = JSON.parse(modelFixture("expected.json")) as {
  readonly classes: Readonly<Record<string, ExpectedReading & { readonly line: number }>>;
};

describe.each(MODEL_FILES)("%s", file => {
  const readings = readPythonModels(modelFixture(file));

  test("every model class is found at its line", () => {
    const found = Object.fromEntries(readings.map(({ name, line }) => [`${file}:${name}`, line]));
    const expected = Object.entries(classes).filter(([key]) => key.startsWith(`${file}:`));
    expect(found).toEqual(Object.fromEntries(expected.map(([key, { line }]) => [key, line])));
  });

  test.each(readings.map(reading => [reading.name, reading] as const))(
    "%s is read as PyTorch runs it",
    (name, { outcome }) => {
      const expected = classes[`${file}:${name}`]!;
      if (outcome.understood) {
        expectReading(outcome.model, expected);
        expectLogits(outcome.model, expected);
      } else expect(expected.error, outcome.refusal.reason).toBeDefined();
    },
  );
});

test("the fixtures hold enough classes that PyTorch runs", () => {
  expect(Object.values(classes).filter(({ error }) => error === undefined).length).toBeGreaterThanOrEqual(60);
});
