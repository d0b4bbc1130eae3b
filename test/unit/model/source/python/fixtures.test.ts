import { describe, expect, test } from "vitest";
import { callShapes } from "../../../../../src/model/callShapes";
import { printModel } from "../../../../../src/model/printModel";
import { parameterCount, stateEntries } from "../../../../../src/model/stateDict";
import { readPythonModels } from "../../../../../src/model/source/python/readPythonModels";
import { Generator } from "../../../../../src/trainer/random/generator";
import { initialWeights } from "../../../../../src/trainer/random/initialWeights";
import { MODEL_FILES, modelFixture } from "../../../../support/modelFixtures";

/** What PyTorch says about a class; written by `test/fixtures/models/expect.py`. */
interface Expected {
  readonly line: number;
  /** Why PyTorch cannot run the class as a classifier of digits. */
  readonly error?: string;
  readonly text: string;
  readonly parameterCount: number;
  readonly stateDict: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: string }[];
  /** First and last value of each tensor after `torch.manual_seed(0)`. */
  readonly start: Readonly<Record<string, readonly [number, number]>>;
  readonly inputShape: readonly number[];
  readonly calls: readonly object[];
}

const { classes } = JSON.parse(modelFixture("expected.json")) as {
  readonly classes: Readonly<Record<string, Expected>>;
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
    (name, reading) => {
      const expected = classes[`${file}:${name}`]!;
      if (!reading.outcome.understood) {
        expect(expected.error, reading.outcome.refusal.reason).toBeDefined();
        return;
      }
      const { model } = reading.outcome;
      const shapes = callShapes(model);
      const calls = model.calls
        .map(({ layer, module }, index) => ({ name: module, type: layer.type, ...shapes[index]! }))
        .filter(call => call.name !== undefined);
      expect({
        text: printModel(model),
        parameterCount: parameterCount(model),
        stateDict: stateEntries(model).map(({ name: tensor, shape, dtype }) => ({ name: tensor, shape, dtype })),
        inputShape: model.inputShape,
        calls,
      }).toEqual({
        text: expected.text,
        parameterCount: expected.parameterCount,
        stateDict: expected.stateDict,
        inputShape: expected.inputShape,
        calls: expected.calls,
      });

      const weights = initialWeights(model, new Generator(0));
      const start = [...weights].map(([tensor, values]) => [tensor, [values.at(0), values.at(-1)]]);
      expect(Object.fromEntries(start)).toEqual(expected.start);
    },
  );
});

test("the fixtures hold enough classes that PyTorch runs", () => {
  expect(Object.values(classes).filter(({ error }) => error === undefined).length).toBeGreaterThanOrEqual(60);
});
