import { createRequire } from "node:module";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { transformSync } from "esbuild";
import { describe, expect, test } from "vitest";
import type { Initialization } from "../../src/model/layers";
import type { ModelSpec } from "../../src/model/modelSpec";
import { readScriptModels } from "../../src/model/source/javascript/readScriptModels";
import { elementCount, parameterCount, stateEntries } from "../../src/model/stateDict";
import { TFJS_FOLDER_VARIABLE } from "../../src/protocol/tfjsInstallation";
import { Network } from "../../src/trainer/engines/reference/network";
import { FLOAT32 } from "../../src/trainer/engines/reference/precision";
import { Generator } from "../../src/trainer/random/generator";
import { readingCases } from "../support/readingCases";
import { pattern } from "../support/stirredWeights";
import { useTfjs } from "../support/useTfjs";

/** The little of TensorFlow.js that is needed here. */
interface Tensor {
  readonly shape: number[];
  dataSync(): Float32Array;
  transpose(order: number[]): Tensor;
}
interface TfModel {
  readonly outputShape: (number | null)[];
  countParams(): number;
  getWeights(): Tensor[];
  predict(images: Tensor): Tensor;
}
interface Tf {
  readonly sequential: (...options: unknown[]) => TfModel;
  readonly Sequential: new (...options: unknown[]) => TfModel;
  tensor(values: Float32Array, shape: readonly (number | null)[]): Tensor;
  setBackend(name: string): Promise<boolean>;
}

const whyNot = await useTfjs();
/** The standard deviation of what a normal distribution of 1 leaves within 2. */
const TRUNCATED = 0.8796;
const TOLERANCE = 1e-5;
const FIXTURES = readingCases("scripts.txt");

describe.skipIf(whyNot !== undefined)(`models of scripts, as TensorFlow.js makes them ${whyNot ?? ""}`, async () => {
  const folder = process.env[TFJS_FOLDER_VARIABLE] ?? "";
  const tf = createRequire(join(folder, "package.json"))("@tensorflow/tfjs") as Tf;
  await tf.setBackend("cpu");
  const compared = FIXTURES.flatMap(([name, source]) => {
    const readings = readScriptModels(source);
    const made = modelsOf(tf, source);
    return made.length !== readings.length
      ? []
      : readings.flatMap(({ outcome }, at) => (outcome.understood ? [[name, outcome, made[at]!] as const] : []));
  });

  test("enough of the fixtures make their models when they are run", () => {
    expect(compared.length).toBeGreaterThanOrEqual(15);
  });

  test.each(compared)("%s", (_, { model, untrainable }, made) => {
    const isDrawn = !untrainable?.words?.template.startsWith("The start");
    const entries = stateEntries(model);
    const weights = made.getWeights().map(asPyTorch);
    expect(weights.map(({ shape }) => shape)).toEqual(entries.map(({ shape }) => shape));
    expect(parameterCount(model)).toBe(made.countParams());
    entries.forEach(({ name }, at) => {
      const filling = model.start?.findLast(({ tensor }) => tensor === name);
      if (filling && isDrawn) expectDrawnFrom(filling.initialization, weights[at]!.dataSync(), name);
    });
    const images = pattern(2 * elementCount(model.inputShape), 101, -1, 1);
    const outputs = scoresOf(model, new Map(entries.map(({ name }, at) => [name, weights[at]!.dataSync()])), images);
    const expected = made.predict(tf.tensor(images, [2, ...channelsLast(model.inputShape)])).dataSync();
    expect(outputs).toHaveLength(expected.length);
    const distances = outputs.map((value, at) => Math.abs(value - expected[at]!) / Math.max(1, Math.abs(value)));
    expect(Math.max(...distances)).toBeLessThan(TOLERANCE);
  });
});

/** The models that `source`, a fixture, makes when it runs, up to where it wants data that is not there. */
function modelsOf(tf: Tf, source: string): TfModel[] {
  const made: TfModel[] = [];
  const keep = (model: TfModel) => (made.push(model), model);
  const observed = {
    ...tf,
    sequential: (...options: unknown[]) => keep(tf.sequential(...options)),
    Sequential: function (...options: unknown[]) {
      return keep(new tf.Sequential(...options));
    },
  };
  try {
    const { code } = transformSync(source.replaceAll(/^\s*await /gm, "void "), {
      loader: "ts",
      format: "cjs",
      logLevel: "silent",
    });
    const run = runInThisContext(`(function (require, exports, tf) { ${code}\n})`) as (...names: unknown[]) => void;
    run(() => observed, {}, observed);
  } catch {
    // what was made so far counts
  }
  return made;
}

/** A kernel of TensorFlow.js in PyTorch's order: outputs first, the window last. */
function asPyTorch(tensor: Tensor): Tensor {
  const rank = tensor.shape.length;
  if (rank === 2) return tensor.transpose([1, 0]);
  return rank === 4 ? tensor.transpose([3, 2, 0, 1]) : tensor;
}

const channelsLast = (shape: readonly number[]) => (shape.length === 3 ? [shape[1]!, shape[2]!, shape[0]!] : shape);

/** What the reference engine gives; a softmax that was made a log-softmax for its loss is made one again. */
function scoresOf(model: ModelSpec, weights: ReadonlyMap<string, Float32Array>, images: Float32Array): number[] {
  const network = new Network(model, weights, new Generator(0), FLOAT32);
  const outputs = [...network.forward({ rows: 2, values: images, background: 0 }, false)];
  return model.calls.at(-1)!.layer.type === "LogSoftmax" ? outputs.map(Math.exp) : outputs;
}

/** Holds numbers that TensorFlow.js drew to the distribution that is drawn from here. */
function expectDrawnFrom(start: Initialization, values: Float32Array, name: string): void {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (start.kind === "constant")
    expect([name, low, high]).toEqual([name, Math.fround(start.value), Math.fround(start.value)]);
  if (start.kind === "truncated-normal") {
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - start.mean) ** 2, 0) / values.length);
    expect(Math.max(high - start.mean, start.mean - low), name).toBeLessThanOrEqual(2 * start.std * (1 + 1e-6));
    if (values.length > 1000) expect(Math.abs(spread / (TRUNCATED * start.std) - 1), name).toBeLessThan(0.05);
  }
  if (start.kind !== "uniform") return;
  const width = start.high - start.low;
  const [left, right] = [low - start.low, start.high - high];
  const room = width * Math.min(1, 20 / values.length) + 1e-6;
  expect([left > -1e-6, right > -1e-6, left < room, right < room], name).toEqual([true, true, true, true]);
}
