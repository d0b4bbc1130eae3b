import { setImmediate } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { parseIdxImages } from "../../../../../src/formats/idx";
import { DEFAULT_SETTINGS } from "../../../../../src/model/trainingSettings";
import { TUTORIAL_NET } from "../../../../../src/model/tutorialNet";
import type { Dataset, LabelledImages } from "../../../../../src/trainer/data/dataset";
import type { Engine } from "../../../../../src/trainer/engines/engine";
import { Groundwork } from "../../../../../src/trainer/engines/wasm/groundwork";
import type { ImageSets } from "../../../../../src/trainer/engines/wasm/imageSets";
import { wasmFactory } from "../../../../../src/trainer/engines/wasm/wasmEngine";
import { Generator } from "../../../../../src/trainer/random/generator";
import { initialWeights } from "../../../../../src/trainer/random/initialWeights";
import { idxImages } from "../../../../support/idxFiles";
import { seededTest } from "../../../../support/seededTest";

/** Images of which about `share` of the pixels are not background, and the file that they are in. */
function drawDataset(
  share: number,
  random = randomNumbers(1),
): { readonly dataset: Dataset; readonly file: Uint8Array } {
  const draw = (count: number): LabelledImages => ({
    count,
    rows: 28,
    columns: 28,
    pixels: Uint8Array.from({ length: count * 784 }, () => (random() < share ? Math.floor(random() * 256) : 0)),
    labels: Uint8Array.from({ length: count }, () => Math.floor(random() * 10)),
  });
  const train = draw(200 + Math.floor(random() * 200));
  const file = idxImages(train);
  const source = { name: "MNIST", source: "", synthetic: false } as const;
  return { file, dataset: { ...source, train: { ...train, ...parseIdxImages(file) }, test: draw(70) } };
}

/** A source of numbers from 0 to below 1. */
function randomNumbers(seed: number): () => number {
  const generator = new Generator(seed);
  return () => generator.nextUint32() / 2 ** 32;
}

/** All that was written, but for what images only pass through on their way. */
function contentOf({ memory, arena }: Groundwork, { train, test }: ImageSets): Buffer {
  const content = Buffer.from(new Uint8Array(memory.buffer, 0, arena.top));
  for (const { images, count, background } of [train, test]) {
    if (background !== undefined) content.fill(0, images + 4 * (count + 1), content.readUInt32LE(images));
  }
  return content;
}

describe("images that come while their file is read", () => {
  seededTest("are in memory as if they had come at once", 30, async seed => {
    const random = randomNumbers(seed);
    const { dataset, file } = drawDataset(random() < 0.5 ? 0.2 : 0.8, random);
    const limit = random() < 0.3 ? { limit: 1 + Math.floor(random() * dataset.train.count) } : {};
    const settings = { ...DEFAULT_SETTINGS, ...limit };

    const whole = new Groundwork(TUTORIAL_NET, settings);
    const wholeSets = whole.writeImageSets(dataset);
    const early = new Groundwork(TUTORIAL_NET, settings);
    for (let length = 0; length < file.length;) {
      length = Math.min(file.length, length + Math.floor(random() ** 4 * file.length));
      early.takeTrainImages(file.subarray(0, length));
      while (random() < 0.8) await setImmediate();
    }
    expect(early.fits(dataset.train)).toBe(true);
    expect(early.writeImageSets(dataset)).toEqual(wholeSets);
    expect(contentOf(early, wholeSets).equals(contentOf(whole, wholeSets))).toBe(true);
  });

  test("are most of the work done when the last of them is there", async () => {
    const { dataset, file } = drawDataset(0.2);
    const groundwork = new Groundwork(TUTORIAL_NET, DEFAULT_SETTINGS);
    const before = groundwork.memory.buffer.byteLength;
    groundwork.takeTrainImages(file);
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    const written = groundwork.memory.buffer.byteLength;
    expect(written).toBeGreaterThan(before + dataset.train.count * 0.2 * 784 * 4);
  });

  test("are all there when memory was short for a moment", async () => {
    const { dataset, file } = drawDataset(0.2);
    const whole = new Groundwork(TUTORIAL_NET, DEFAULT_SETTINGS);
    const sets = whole.writeImageSets(dataset);
    const groundwork = new Groundwork(TUTORIAL_NET, DEFAULT_SETTINGS);
    groundwork.takeTrainImages(file);
    const grow = vi.spyOn(groundwork.memory, "grow").mockImplementation(() => {
      throw new RangeError("no room");
    });
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    expect(grow).toHaveBeenCalledOnce();
    grow.mockRestore();
    groundwork.writeImageSets(dataset);
    expect(contentOf(groundwork, sets).equals(contentOf(whole, sets))).toBe(true);
  });

  test("do not fit another file, nor a second engine", async () => {
    const [first, second] = [drawDataset(0.2), drawDataset(0.2)];
    const groundwork = new Groundwork(TUTORIAL_NET, DEFAULT_SETTINGS);
    groundwork.takeTrainImages(first.file.subarray(0, 140_000));
    await setImmediate();
    groundwork.takeTrainImages(second.file);
    expect(groundwork.fits(second.dataset.train)).toBe(false);
    expect(groundwork.fits(first.dataset.train)).toBe(true);
    groundwork.writeImageSets(first.dataset);
    expect(groundwork.fits(first.dataset.train)).toBe(false);
  });

  test.each([
    ["is something else", (file: Uint8Array) => file.fill(7, 0, 16)],
    ["promises more than there can be", (file: Uint8Array) => file.fill(2, 5, 6)],
    ["is cut off in its header", (file: Uint8Array) => file.subarray(0, 11)],
  ])("are left alone where the file %s", async (_name, damage) => {
    const { file, dataset } = drawDataset(0.2);
    const groundwork = new Groundwork(TUTORIAL_NET, DEFAULT_SETTINGS);
    const { top } = groundwork.arena;
    groundwork.takeTrainImages(damage(file));
    await setImmediate();
    expect(groundwork.arena.top).toBe(top);
    expect(groundwork.fits(dataset.train)).toBe(true);
  });

  test("are no longer written once nobody wants them", async () => {
    const { file } = drawDataset(0.2);
    const groundwork = new Groundwork(TUTORIAL_NET, DEFAULT_SETTINGS);
    groundwork.takeTrainImages(file);
    groundwork.dispose();
    const { byteLength } = groundwork.memory.buffer;
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    groundwork.takeTrainImages(file);
    expect(groundwork.memory.buffer.byteLength).toBe(byteLength);
  });
});

describe("an engine", () => {
  const inputsOf = (dataset: Dataset) => {
    const generator = new Generator(1);
    const weights = initialWeights(TUTORIAL_NET, generator);
    return { model: TUTORIAL_NET, settings: DEFAULT_SETTINGS, dataset, weights, generator, threads: 1 };
  };
  const lossesOf = async (engine: Engine, { train }: Dataset) => {
    await engine.beginEpoch({ order: Int32Array.from({ length: train.count }, (_, k) => k), lr: 0.001 });
    const { losses } = await engine.runSteps(3, []);
    await engine.dispose();
    return losses;
  };

  test("takes what was prepared for its images, and leaves what was prepared for others", async () => {
    const { dataset, file } = drawDataset(0.2);
    const other = drawDataset(0.3);
    const wanted = await lossesOf(await wasmFactory.create(inputsOf(dataset)), dataset);
    for (const [prepared, isTaken] of [
      [file, true],
      [other.file, false],
    ] as const) {
      const headStart = new Groundwork(TUTORIAL_NET, DEFAULT_SETTINGS);
      headStart.takeTrainImages(prepared);
      await setImmediate();
      const engine = await wasmFactory.create(inputsOf(dataset), headStart);
      expect(headStart.fits(isTaken ? dataset.train : other.dataset.train)).toBe(!isTaken);
      expect(await lossesOf(engine, dataset)).toEqual(wanted);
    }
  });
});
