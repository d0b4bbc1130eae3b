import { mkdirSync, writeFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ExpectedError } from "../../../../src/protocol/expectedError";
import { DATA_HALVES, type DataHalf } from "../../../../src/trainer/data/dataset";
import { loadDataset, type DatasetRequest } from "../../../../src/trainer/data/loadDataset";
import { FILE_NAMES, type DataFileRole } from "../../../../src/trainer/data/datasetSources";
import { findMnistFolder } from "../../../support/mnist";
import { SMALL_CONTENT, smallSource } from "../../../support/smallDataset";
import { temporaryFolder } from "../../../support/temporaryFolder";

const scratch = temporaryFolder();
let folderCount = 0;
const newFolder = () => join(scratch, `folder${++folderCount}`);

function load(request: Partial<DatasetRequest>) {
  return loadDataset({
    name: "MNIST",
    workingFolders: [],
    cacheFolder: join(scratch, "cache"),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...request,
  });
}

/** Writes the small data set with some files replaced, left out (`null`) or compressed. */
function writeDataset(
  folder: string,
  changes: Partial<Record<DataFileRole, Uint8Array | null>> = {},
  rename: (name: string) => string = name => name,
): string {
  mkdirSync(folder, { recursive: true });
  for (const role of Object.keys(FILE_NAMES) as DataFileRole[]) {
    const content = changes[role] === undefined ? SMALL_CONTENT[role] : changes[role];
    if (content) writeFileSync(join(folder, rename(FILE_NAMES[role])), content);
  }
  return folder;
}

/** What is told of the files of images while the data set is loaded. */
async function toldOf(request: Partial<DatasetRequest>): Promise<Partial<Record<DataHalf, Uint8Array>>> {
  const told: Partial<Record<DataHalf, Uint8Array>> = {};
  const dataset = await load({ ...request, onImages: (half, soFar) => (told[half] = soFar) });
  for (const half of DATA_HALVES) expect(told[half]?.buffer).toBe(dataset[half].pixels.buffer);
  return told;
}

async function refusal(request: Partial<DatasetRequest>): Promise<ExpectedError> {
  const error: unknown = await load(request).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ExpectedError);
  expect((error as ExpectedError).hint).toBeTruthy();
  return error as ExpectedError;
}

describe("the images", () => {
  const both = { train: SMALL_CONTENT.trainImages, test: SMALL_CONTENT.testImages };

  test("are told of as they are read from a folder, compressed or not", async () => {
    expect(await toldOf({ dataFolder: writeDataset(newFolder()) })).toEqual(both);
    const archives = Object.entries(SMALL_CONTENT).map(([role, content]) => [role, gzipSync(content)]);
    const changes = Object.fromEntries(archives) as Record<DataFileRole, Uint8Array>;
    const folder = writeDataset(newFolder(), changes, name => `${name}.gz`);
    expect(await toldOf({ dataFolder: folder })).toEqual(both);
  });

  test("are told of as they are read from the cache", async () => {
    const cacheFolder = newFolder();
    writeDataset(join(cacheFolder, "datasets", "MNIST"));
    expect(await toldOf({ cacheFolder, source: smallSource([]) })).toEqual(both);
  });
});

describe("a named folder", () => {
  test.each(["", "raw", "MNIST/raw", "data/MNIST/raw"])("may hold the files in its subfolder '%s'", async subfolder => {
    const folder = newFolder();
    writeDataset(join(folder, subfolder));
    const dataset = await load({ dataFolder: folder });
    expect(dataset).toMatchObject({ name: "MNIST", source: join(folder, subfolder), synthetic: false });
    expect([dataset.train.count, dataset.test.count]).toEqual([200, 50]);
    expect([...dataset.test.labels]).toEqual([...SMALL_CONTENT.testLabels.subarray(8)]);
    expect(Buffer.from(dataset.train.pixels).equals(SMALL_CONTENT.trainImages.subarray(16))).toBe(true);
  });

  test("may hold compressed files, and compressed files without the ending", async () => {
    const folder = writeDataset(newFolder(), {
      trainImages: gzipSync(SMALL_CONTENT.trainImages),
      testLabels: gzipSync(SMALL_CONTENT.testLabels),
    });
    writeFileSync(join(folder, "t10k-images-idx3-ubyte.gz"), gzipSync(SMALL_CONTENT.testImages));
    rmSync(join(folder, "t10k-images-idx3-ubyte"));
    expect((await load({ dataFolder: folder })).test.count).toBe(50);
  });

  test("may use the names with a dot", async () => {
    const folder = writeDataset(newFolder(), {}, name => name.replace("-idx", ".idx"));
    expect((await load({ dataFolder: folder })).train.count).toBe(200);
  });

  test("wins over the environment's, and that over the working folder", async () => {
    const [named, fromEnvironment, working] = [newFolder(), newFolder(), newFolder()];
    writeDataset(named);
    writeDataset(fromEnvironment);
    writeDataset(join(working, "data/MNIST/raw"));
    const all = { environmentFolder: fromEnvironment, workingFolders: [newFolder(), working] };
    expect((await load({ ...all, dataFolder: named })).source).toBe(named);
    expect((await load(all)).source).toBe(fromEnvironment);
    expect((await load({ workingFolders: all.workingFolders })).source).toBe(join(working, "data/MNIST/raw"));
  });

  test("with nothing usable is refused, though the working folder has data", async () => {
    const [empty, working] = [newFolder(), newFolder()];
    mkdirSync(empty);
    writeDataset(join(working, "data/MNIST/raw"));
    const workingFolders = [working];
    const named = await refusal({ dataFolder: empty, workingFolders });
    expect(named.message).toBe(`The data folder ${empty} holds no MNIST files.`);
    const fromEnvironment = await refusal({ environmentFolder: empty, workingFolders });
    expect(fromEnvironment.message).toBe(`The data folder ${empty} (from TRAIN_LENS_DATA) holds no MNIST files.`);
    const absent = await refusal({ dataFolder: join(empty, "absent"), workingFolders });
    expect(absent.message).toBe(`The data folder ${join(empty, "absent")} does not exist.`);
  });

  test("with only some of the files is refused, naming what it lacks", async () => {
    const folder = writeDataset(newFolder(), { trainLabels: null, testLabels: null });
    const { message } = await refusal({ dataFolder: folder });
    expect(message).toBe(`${folder} lacks train-labels-idx1-ubyte, t10k-labels-idx1-ubyte.`);
  });
});

describe("a damaged file is named with its fault", () => {
  const { trainImages, testImages, testLabels } = SMALL_CONTENT;
  const archive = gzipSync(testImages);
  const flipped = Buffer.from(archive);
  flipped[archive.length - 6]! ^= 255;
  const narrow = Buffer.concat([Buffer.from([0, 0, 8, 3, 0, 0, 0, 50, 0, 0, 0, 14]), testImages.subarray(12)]);

  test.each<[string, Partial<Record<DataFileRole, Uint8Array>>, RegExp]>([
    [
      "truncated images",
      { trainImages: trainImages.subarray(0, 5000) },
      /train-images-idx3-ubyte is damaged: it is cut off: its header promises 156816 bytes, but it has 5000\.$/,
    ],
    [
      "a wrong magic",
      { trainLabels: trainImages },
      /train-labels-idx1-ubyte is damaged: it does not hold IDX labels: its magic number is 2051, not 2049\.$/,
    ],
    [
      "a label above 9",
      { testLabels: testLabels.with(10, 11) },
      /t10k-labels-idx1-ubyte is damaged: its label number 3 is 11, but labels go from 0 to 9\.$/,
    ],
    ["an empty file", { testLabels: new Uint8Array(0) }, /t10k-labels-idx1-ubyte is damaged: it is empty\.$/],
    [
      "half an archive",
      { testImages: archive.subarray(0, archive.length >> 1) },
      /t10k-images-idx3-ubyte is damaged: its gzip compression is broken \(unexpected end of file\)\.$/,
    ],
    [
      "an archive with a flipped byte",
      { testImages: flipped },
      /t10k-images-idx3-ubyte is damaged: its gzip compression is broken \(incorrect data check\)\.$/,
    ],
    [
      "counts that disagree",
      { trainLabels: testLabels },
      /train-images-idx3-ubyte holds 200 images, but .*train-labels-idx1-ubyte holds 50 labels\.$/,
    ],
    [
      "sizes that disagree",
      { testImages: narrow.subarray(0, 16 + 50 * 14 * 28) },
      /train-images-idx3-ubyte have 28 x 28 pixels, but those of .*t10k-images-idx3-ubyte have 14 x 28\.$/,
    ],
  ])("%s", async (_name, changes, sentence) => {
    const working = newFolder();
    const raw = writeDataset(join(working, "data/MNIST/raw"), changes);
    const { message } = await refusal({ workingFolders: [working] });
    expect(message).toMatch(sentence);
    expect(message).toContain(raw);
    expect(message).not.toContain("\n");
  });

  test("an archive that grows without end is refused before it fills the memory", { timeout: 60_000 }, async () => {
    const zeros = gzipSync(Buffer.alloc(1 << 27), { level: 1 });
    const folder = writeDataset(newFolder(), { testLabels: Buffer.concat([zeros, zeros, zeros]) });
    const { message } = await refusal({ dataFolder: folder });
    expect(message).toMatch(/t10k-labels-idx1-ubyte is damaged: it uncompresses to more than 268435456 bytes\.$/);
  });

  test("a folder in place of a file", async () => {
    const folder = writeDataset(newFolder(), { testLabels: null });
    mkdirSync(join(folder, FILE_NAMES.testLabels));
    expect((await refusal({ dataFolder: folder })).message).toMatch(/ubyte cannot be read: it is a folder\.$/);
  });
});

const mnist = findMnistFolder();
describe.skipIf(mnist.folder === undefined)(`the real MNIST ${mnist.whyNot ?? ""}`, () => {
  test("is read from its archives", async () => {
    const { train, test: testSet, synthetic } = await load({ dataFolder: mnist.folder! });
    expect([train.count, testSet.count, train.rows, train.columns]).toEqual([60_000, 10_000, 28, 28]);
    expect([...train.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect([...testSet.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    expect(synthetic).toBe(false);
  });

  test("does not pass for another data set whose files have the same names", async () => {
    const { message } = await refusal({ name: "KMNIST", environmentFolder: mnist.folder! });
    expect(message).toMatch(/belongs to MNIST, not to KMNIST\.$/);
  });
});
