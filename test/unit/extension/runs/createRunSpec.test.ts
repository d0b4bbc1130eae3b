import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRunSpec, resolveFolder, type RunInputs } from "../../../../src/extension/runs/createRunSpec";
import { parsePreferences, type RawSetting } from "../../../../src/extension/runs/runPreferences";
import { DEFAULT_SETTINGS } from "../../../../src/model/trainingSettings";
import { TUTORIAL_NET } from "../../../../src/model/tutorialNet";

const DEFAULTS: Record<string, unknown> = {
  dataFolder: "",
  engine: "auto",
  gradientNormsEvery: 100,
  gradientBatches: 1,
  seed: null,
};
const english = (message: string, ...values: (string | number)[]) =>
  message.replaceAll(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));

/** The preferences of a person who wrote `explicit` into the settings. */
function preferencesOf(explicit: Record<string, unknown>) {
  const read = (name: string): RawSetting => ({
    explicit: explicit[name],
    effective: name in explicit ? explicit[name] : DEFAULTS[name],
  });
  return parsePreferences(read, english);
}

const specOf = (explicit: Record<string, unknown>, more: Partial<RunInputs> = {}) =>
  createRunSpec({
    runId: "a",
    task: "train",
    model: TUTORIAL_NET,
    preferences: preferencesOf(explicit),
    folders: ["/work"],
    ...more,
  });

describe("settings of a run", () => {
  const fileSettings = { settings: { epochs: 3, lr: 0.01, shuffle: false }, seed: 7, dataset: "KMNIST" as const };

  test("nothing set and nothing said: the tutorial's", () => {
    const spec = specOf({});
    expect(spec.settings).toEqual(DEFAULT_SETTINGS);
    expect(spec).toMatchObject({
      dataset: "MNIST",
      engine: "auto",
      gradientNormsEvery: 100,
      workingFolders: ["/work"],
    });
    expect(spec).not.toHaveProperty("seed");
    expect(spec).not.toHaveProperty("dataFolder");
  });

  test("the model file wins over the defaults", () => {
    const spec = specOf({}, { fileSettings });
    expect(spec.settings).toEqual({ ...DEFAULT_SETTINGS, epochs: 3, lr: 0.01, shuffle: false });
    expect(spec).toMatchObject({ seed: 7, dataset: "KMNIST" });
  });

  test("what a person set wins over the model file, even where it equals the default", () => {
    const spec = specOf({ epochs: 5, learningRate: 0.001, seed: 1 }, { fileSettings });
    expect(spec.settings).toMatchObject({ epochs: 5, lr: 0.001, shuffle: false });
    expect(spec.seed).toBe(1);
  });

  test("a seed that was set to null is drawn, although the file names one", () => {
    expect(specOf({ seed: null }, { fileSettings })).not.toHaveProperty("seed");
  });

  test("seed 0 is a seed, and gradient norms every 0 steps are none in between", () => {
    const spec = specOf({ seed: 0, gradientNormsEvery: 0 });
    expect(spec.seed).toBe(0);
    expect(spec).not.toHaveProperty("gradientNormsEvery");
  });

  test("weights are never overwritten", () => {
    expect(specOf({}, { savePath: "/w/Net.pth" }).save).toEqual({ path: "/w/Net.pth", overwrite: false });
  });
});

describe("settings.json may hold anything", () => {
  test.each([
    ["epochs", 0],
    ["epochs", -1],
    ["epochs", 1.5],
    ["epochs", "5"],
    ["epochs", null],
    ["batchSize", 60_001],
    ["learningRate", 0],
    ["learningRate", Infinity],
    ["seed", -1],
    ["seed", "x"],
    ["dataFolder", 3],
    ["engine", "cuda"],
    ["gradientNormsEvery", 0.5],
  ])("%s = %j is refused by name, with a way to the settings", (name, value) => {
    expect(() => preferencesOf({ [name]: value })).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(`trainLens.${name}`) as string,
        actions: [expect.objectContaining({ arguments: [`trainLens.${name}`] })],
      }),
    );
  });
});

describe("resolveFolder", () => {
  test.each([
    ["", undefined],
    ["  ", undefined],
    ["/data/mnist", "/data/mnist"],
    ["data", join("/work", "data")],
    ["../shared", "/shared"],
    ["~", homedir()],
    ["~/mnist", join(homedir(), "mnist")],
    ["~other", join("/work", "~other")],
  ])("%j", (written, resolved) => {
    expect(resolveFolder(written, "/work")).toBe(resolved);
  });
});
