import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { ExpectedError } from "../../../../src/protocol/expectedError";
import { FILE_NAMES } from "../../../../src/trainer/data/datasetSources";
import { loadDataset, type DatasetRequest } from "../../../../src/trainer/data/loadDataset";
import { breakingOff, honest, MirrorServer } from "../../../support/mirrorServer";
import { SMALL_ARCHIVES, SMALL_CONTENT, smallSource } from "../../../support/smallDataset";
import { temporaryFolder } from "../../../support/temporaryFolder";

// 70,000 digits are drawn, which takes long on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const scratch = temporaryFolder();
const first = await MirrorServer.start(SMALL_ARCHIVES);
const second = await MirrorServer.start(SMALL_ARCHIVES);
const dead = await MirrorServer.start(SMALL_ARCHIVES);
const deadAddress = dead.address;
dead.close();

const IMAGES = FILE_NAMES.trainImages;
const ARCHIVE = SMALL_ARCHIVES.get(`${IMAGES}.gz`)!;
const HALF = ARCHIVE.length >> 1;

let cacheFolder: string;
let folder: string;
beforeEach(() => {
  cacheFolder = mkdtempSync(join(scratch, "cache"));
  folder = join(cacheFolder, "datasets", "MNIST");
  for (const mirror of [first, second]) {
    mirror.requests.length = 0;
    mirror.manner = honest;
  }
});

function load(request: Partial<DatasetRequest> = {}) {
  return loadDataset({
    name: "MNIST",
    workingFolders: [],
    cacheFolder,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    source: smallSource([first.address, second.address]),
    patience: { answerMs: 1000, silenceMs: 1000 },
    ...request,
  });
}

function expectKept(): void {
  expect(readdirSync(folder).sort()).toEqual(Object.values(FILE_NAMES).sort());
  expect(readFileSync(join(folder, IMAGES)).equals(SMALL_CONTENT.trainImages)).toBe(true);
}

/** Puts a half-finished download into the cache. */
function leaveBehind(bytes: Uint8Array, owner = ""): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${IMAGES}.gz.${owner}part`), bytes);
}

describe("a download", () => {
  test("is verified, kept uncompressed, and not made again", async () => {
    const progress: [string, number, number][] = [];
    const dataset = await load({ onProgress: (...report) => progress.push(report) });
    expect(dataset).toMatchObject({ source: first.address, synthetic: false });
    expect(dataset.train.count).toBe(200);
    expect(progress).toContainEqual([IMAGES, ARCHIVE.length, ARCHIVE.length]);
    expectKept();

    first.requests.length = 0;
    expect(await load()).toMatchObject({ source: folder, synthetic: false });
    expect(first.requests).toEqual([]);
  });

  test("is known by its archives where only their hashes are published", async () => {
    expect(await load({ name: "KMNIST", source: smallSource([first.address], "archive") })).toMatchObject({
      name: "KMNIST",
      source: first.address,
    });
    expect(readdirSync(join(cacheFolder, "datasets", "KMNIST"))).toHaveLength(4);
  });

  test("continues where an earlier one ended", async () => {
    leaveBehind(ARCHIVE.subarray(0, HALF));
    await load();
    expect(first.requests[0]).toBe(`${IMAGES}.gz from ${HALF}`);
    expectKept();
  });

  test("continues what a process that died had begun", async () => {
    leaveBehind(ARCHIVE.subarray(0, HALF), "999999999-0a1b.");
    await load();
    expect(first.requests[0]).toBe(`${IMAGES}.gz from ${HALF}`);
    expectKept();
  });

  test("leaves alone what a running process downloads", async () => {
    const owner = `${process.ppid}-0a1b.`;
    leaveBehind(ARCHIVE.subarray(0, HALF), owner);
    await load();
    expect(first.requests[0]).toBe(`${IMAGES}.gz`);
    expect(readdirSync(folder)).toContain(`${IMAGES}.gz.${owner}part`);
  });

  test.each([
    ["other bytes", Buffer.alloc(HALF, 7)],
    ["all of it", ARCHIVE],
    ["more than all of it", Buffer.alloc(ARCHIVE.length + 10, 7)],
  ])("starts over once when what was left is %s", async (_name, left) => {
    leaveBehind(left);
    expect(await load()).toMatchObject({ source: first.address });
    expect(first.requests.slice(0, 2)).toEqual([`${IMAGES}.gz from ${left.length}`, `${IMAGES}.gz`]);
    expectKept();
  });

  test("starts over when the mirror knows no byte ranges", async () => {
    leaveBehind(ARCHIVE.subarray(0, HALF));
    first.manner = (response, archive) => response.end(archive);
    await load();
    expectKept();
  });

  test("that breaks off is continued at once", async () => {
    first.manner = (response, archive, request) =>
      (request.headers.range ? honest : breakingOff)(response, archive, request);
    expect(await load()).toMatchObject({ source: first.address });
    expect(first.requests[1]).toMatch(/^train-images-idx3-ubyte\.gz from \d+$/);
    expectKept();
  });

  test("can be cancelled while bytes come, and goes on later", async () => {
    const cancel = new AbortController();
    first.manner = (response, archive) => {
      response.writeHead(200, { "content-length": archive.length }).write(archive.subarray(0, HALF));
    };
    const onProgress = () => cancel.abort(new Error("cancelled by the test"));
    await expect(load({ signal: cancel.signal, onProgress })).rejects.toThrow("cancelled by the test");
    expect(readdirSync(folder)).toEqual([`${IMAGES}.gz.part`]);

    first.manner = honest;
    await load();
    expect(first.requests[1]).toMatch(/^train-images-idx3-ubyte\.gz from \d+$/);
    expectKept();
  });

  test("is not hurt by another one at the same time", async () => {
    first.manner = (response, archive, request) => void setTimeout(() => honest(response, archive, request), 20);
    const datasets = await Promise.all([load(), load(), load()]);
    for (const dataset of datasets) expect(dataset).toMatchObject({ synthetic: false });
    expectKept();
  });

  test("replaces a damaged file of the cache, and only that", async () => {
    await load();
    first.requests.length = 0;
    writeFileSync(join(folder, FILE_NAMES.testLabels), SMALL_CONTENT.testLabels.with(20, 0).with(21, 0).with(22, 0));
    expect((await load()).synthetic).toBe(false);
    expect(first.requests).toEqual([`${FILE_NAMES.testLabels}.gz`]);
    expectKept();
  });

  test("replaces a damaged file of the cache that only its form gives away", async () => {
    const request = { name: "KMNIST", source: smallSource([first.address], "archive") } as const;
    await load(request);
    first.requests.length = 0;
    const path = join(cacheFolder, "datasets", "KMNIST", FILE_NAMES.testLabels);
    writeFileSync(path, SMALL_CONTENT.testLabels.with(20, 99));
    expect((await load(request)).test.labels).toHaveLength(50);
    expect(first.requests).toEqual([`${FILE_NAMES.testLabels}.gz`]);
  });
});

describe("a mirror that fails is passed over", () => {
  test.each<[string, MirrorServer["manner"]]>([
    ["does not have the file", response => response.writeHead(404).end()],
    ["is out of order", response => response.writeHead(503).end()],
    ["sends a page of its own", response => response.end("<html>Please log in to this network</html>")],
    ["sends an archive of something else", response => response.end(SMALL_ARCHIVES.get("t10k-labels-idx1-ubyte.gz"))],
    ["sends half and says that is all", (response, archive) => response.end(archive.subarray(0, HALF))],
    ["sends half whenever it is asked", breakingOff],
    ["hangs up", response => response.destroy()],
    ["sends without end", response => void endless(response)],
    ["never answers", () => undefined],
    ["stops in the middle", (response, archive) => void response.write(archive.subarray(0, HALF))],
    ["sends nothing", response => response.end()],
    [
      "sends another part than asked for",
      (response, archive) =>
        response.writeHead(206, { "content-range": `bytes 0-9/${archive.length}` }).end("0123456789"),
    ],
  ])("when it %s", async (_name, manner) => {
    first.manner = manner;
    expect(await load()).toMatchObject({ source: second.address, synthetic: false });
    expect(first.requests.filter(request => !request.startsWith(IMAGES))).toEqual([]);
    expectKept();
  });

  test("when nobody listens there", async () => {
    expect(await load({ source: smallSource([deadAddress, second.address]) })).toMatchObject({
      source: second.address,
    });
  });
});

async function endless(response: Parameters<MirrorServer["manner"]>[0]): Promise<void> {
  while (!response.destroyed) {
    response.write(Buffer.alloc(1 << 16));
    await new Promise(resolve => setTimeout(resolve, 1));
  }
}

describe("when nothing can be reached", () => {
  const hosts = () => [first, second].map(mirror => new URL(mirror.address).host);

  test("MNIST becomes drawn digits, with the reason in one sentence", async () => {
    const source = smallSource([deadAddress]);
    const dataset = await load({ source });
    expect(dataset).toMatchObject({
      synthetic: true,
      source: "synthetic digits, drawn by Train Lens",
      reason: `MNIST is not on this computer and could not be downloaded (${new URL(deadAddress).host}: connection refused).`,
    });
    expect([dataset.train.count, dataset.test.count]).toEqual([60_000, 10_000]);
  });

  test("the other data sets are refused, for digits are no clothes", async () => {
    first.manner = response => response.writeHead(404).end();
    second.manner = response => response.end("something");
    const [one, other] = hosts();
    await expect(load({ name: "FashionMNIST" })).rejects.toThrow(
      new ExpectedError(
        "FashionMNIST is not on this computer and could not be downloaded " +
          `(${one!}: answered 404 Not Found; ${other!}: sent something else than the file).`,
        "Name a folder that holds it, or try again with a network.",
      ),
    );
  });

  test.each<[string, MirrorServer["manner"], string]>([
    ["a silent mirror", () => undefined, "no answer within 1 s"],
    [
      "a stalling mirror",
      (response, archive) => void response.write(archive.subarray(0, HALF)),
      "nothing sent for 1 s",
    ],
    ["a mirror that hangs up", response => response.destroy(), "connection lost"],
  ])("%s costs no more than the patience", async (_name, manner, clause) => {
    first.manner = manner;
    second.manner = manner;
    const began = Date.now();
    const [one, other] = hosts();
    await expect(load({ name: "KMNIST" })).rejects.toThrow(`(${one!}, ${other!}: ${clause}).`);
    expect(Date.now() - began).toBeLessThan(6000);
  });

  test("a name that does not exist is a short sentence, soon", async () => {
    const source = smallSource(["http://mirror.invalid/"]);
    await expect(load({ name: "KMNIST", source, patience: { answerMs: 5000, silenceMs: 5000 } })).rejects.toThrow(
      /\(mirror\.invalid: (name not found, perhaps for want of a network|no answer.*)\)\.$/,
    );
  });
});
