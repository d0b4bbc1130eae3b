import { describe, expect, test } from "vitest";
import { OPTIMIZERS } from "../../../src/model/optimizers";
import { DEFAULT_SETTINGS, mergeSettings } from "../../../src/model/trainingSettings";

const fromFile = {
  optimizer: "sgd",
  lr: 0.05,
  epochs: 3,
  optimizerOptions: { ...OPTIMIZERS.sgd.options, momentum: 0.9 },
} as const;

describe("settings by precedence", () => {
  test("what a person set wins over the file, and the file over the defaults", () => {
    const merged = mergeSettings({ epochs: 7 }, fromFile);
    expect(merged).toEqual({ ...DEFAULT_SETTINGS, ...fromFile, epochs: 7 });
  });

  test("nothing set is the tutorial's own setting", () => {
    expect(mergeSettings({})).toEqual(DEFAULT_SETTINGS);
  });

  test("another optimizer than the file's starts from PyTorch's defaults, learning rate included", () => {
    const merged = mergeSettings({ optimizer: "adadelta" }, fromFile);
    expect(merged).toMatchObject({ optimizer: "adadelta", lr: 1, optimizerOptions: OPTIMIZERS.adadelta.options });
  });

  test("a learning rate that a person set goes with any optimizer", () => {
    expect(mergeSettings({ optimizer: "rmsprop", lr: 0.2 }).lr).toBe(0.2);
    expect(mergeSettings({ lr: 0.2 }, fromFile)).toEqual({ ...mergeSettings({}, fromFile), lr: 0.2 });
  });
});
