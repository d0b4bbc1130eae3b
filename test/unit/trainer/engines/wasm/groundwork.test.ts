import { setImmediate } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { parseIdxImages } from "../../../../../src/formats/idx";
import { DEFAULT_SETTINGS } from "../../../../../src/model/trainingSettings";
import { TUTORIAL_NET } from "../../../../../src/model/tutorialNet";
import { DATA_HALVES, type DataHalf, type Dataset, type LabelledImages } from "../../../../../src/trainer/data/dataset";
import type { Engine } from "../../../../../src/trainer/engines/engine";
import { Groundwork } from "../../../../../src/trainer/engines/wasm/groundwork";
import type { ImageSets } from "../../../../../src/trainer/engines/wasm/imageSets";
import { wasmFactory } from "../../../../../src/trainer/engines/wasm/wasmEngine";
import { Generator } from "../../../../../src/trainer/random/generator";
import { initialWeights } from "../../../../../src/trainer/random/initialWeights";
import { idxImages } from "../../../../support/idxFiles";
import { seededTest } from "../../../../support/seededTest";

interface Drawn {
  readonly dataset: Dataset;
  readonly files: Readonly<Record<DataHalf, Uint8Array>>;
}

/** Images of which about `share` of the pixels are not background, and the files that they are in. */
function drawDataset(share: number, random = randomNumbers(1)): Drawn {
  const draw = (count: number): LabelledImages => ({
    count,
    rows: 28,
    columns: 28,
    pixels: Uint8Array.from({ length: count * 784 }, () => (random() < share ? Math.floor(random() * 256) : 0)),
    labels: Uint8Array.from({ length: count }, () => Math.floor(random() * 10)),
  });
  const [train, test] = [draw(200 + Math.floor(random() * 200)), draw(170 + Math.floor(random() * 20))];
  const files = { train: idxImages(train), test: idxImages(test) };
  const read = (half: DataHalf, { labels }: LabelledImages) => ({ ...parseIdxImages(files[half]), labels });
  const source = { name: "MNIST", source: "", synthetic: false } as const;
  return { files, dataset: { ...source, train: read("train", train), test: read("test", test) } };
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
    const { dataset, files } = drawDataset(random() < 0.5 ? 0.2 : 0.8, random);
    const limit = random() < 0.3 ? { limit: 1 + Math.floor(random() * dataset.train.count) } : {};
    const settings = { ...DEFAULT_SETTINGS, ...limit };

    const whole = new Groundwork(TUTORIAL_NET, settings);
    const wholeSets = whole.writeImageSets(dataset);
    const early = new Groundwork(TUTORIAL_NET, settings);
    const lengths = { train: 0, test: 0 };
    while (DATA_HALVES.some(half => lengths[half] < files[half].length)) {
      const half = random() < 0.5 ? "train" : "test";
      const { length } = files[half];
      lengths[half] = Math.min(length, lengths[half] + Math.floor(random() ** 4 * length));
      early.takeImages(half, files[half].subarray(0, lengths[half]));
      while (random() < 0.8) await setImmediate();
    }
    expect(early.fits(dataset)).toBe(true);
    expect(early.writeImageSets(dataset)).toEqual(wholeSets);
    expect(contentOf(early, wholeSets).equals(contentOf(whole, wholeSets))).toBe(true);
  });

  test("are in memory when the last of them was read, before anybody asks for them", async () => {
    const { dataset, files } = drawDataset(0.2);
    const groundwork = new Groundwork(TUTORIAL_NET, DEFAULT_SETTINGS);
    for (const half of DATA_HALVES) groundwork.takeImages(half, files[half]);
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    const before = Buffer.from(new Uint8Array(groundwork.memory.buffer, 0, groundwork.arena.top));
    const sets = groundwork.writeImageSets(dataset);
    const after = contentOf(groundwork, sets);
    for (const { images, count } of [sets.train, sets.test]) {
      const range = [images, images + 4 * (count + 1)] as const;
      expect(before.subarray(...range).equals(after.subarray(...range))).toBe(true);
    }
  });

  test("are all there when memory was short for a moment", async () => {
    const { dataset, files } = drawDataset(0.2);
    const whole = new Groundwork(TUTORIAL_NET, DEFAULT_SETTINGS);
    const sets = whole.writeImageSets(dataset);
    const groundwork = new Groundwork(TUTORIAL_NET, DEFAULT_SETTINGS);
    groundwork.takeImages("train", files.train);
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
    groundwork.takeImages("train", first.files.train.subarray(0, 140_000));
    await setImmediate();
    groundwork.takeImages("train", second.files.train);
    expect(groundwork.fits(second.dataset)).toBe(false);
    expect(groundwork.fits(first.dataset)).toBe(true);
    groundwork.writeImageSets(first.dataset);
    expect(groundwork.fits(first.dataset)).toBe(false);
  });

  test.each([
    ["is something else", (file: Uint8Array) => file.fill(7, 0, 16)],
    ["promises more than there can be", (file: Uint8Array) => file.fill(2, 5, 6)],
    ["is cut off in its header", (file: Uint8Array) => file.subarray(0, 11)],
  ])("are left alone where the file %s", async (_name, damage) => {
    const { files, dataset } = drawDataset(0.2);
    const groundwork = new Groundwork(TUTORIAL_NET, DEFAULT_SETTINGS);
    const { top } = groundwork.arena;
    groundwork.takeImages("train", damage(files.train));
    await setImmediate();
    expect(groundwork.arena.top).toBe(top);
    expect(groundwork.fits(dataset)).toBe(true);
  });

  test("are no longer written once nobody wants them", async () => {
    const { files } = drawDataset(0.2);
    const groundwork = new Groundwork(TUTORIAL_NET, DEFAULT_SETTINGS);
    groundwork.takeImages("train", files.train);
    groundwork.dispose();
    const { byteLength } = groundwork.memory.buffer;
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    groundwork.takeImages("train", files.train);
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
    const { dataset, files } = drawDataset(0.2);
    const other = drawDataset(0.3);
    const wanted = await lossesOf(await wasmFactory.create(inputsOf(dataset)), dataset);
    for (const [prepared, isTaken] of [
      [files.train, true],
      [other.files.train, false],
    ] as const) {
      const headStart = new Groundwork(TUTORIAL_NET, DEFAULT_SETTINGS);
      headStart.takeImages("train", prepared);
      await setImmediate();
      const engine = await wasmFactory.create(inputsOf(dataset), headStart);
      expect(headStart.fits(isTaken ? dataset : other.dataset)).toBe(!isTaken);
      expect(await lossesOf(engine, dataset)).toEqual(wanted);
    }
  });
});
