import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { DATASET_SOURCES, FILE_NAMES } from "../../../../src/trainer/data/datasetSources";
import { loadDataset } from "../../../../src/trainer/data/loadDataset";
import { MirrorServer } from "../../../support/mirrorServer";
import { findMnistFolder } from "../../../support/mnist";
import { temporaryFolder } from "../../../support/temporaryFolder";

const mnist = findMnistFolder();
const archives = new Map<string, Buffer>();
const mirror = await MirrorServer.start(archives);
const cacheFolder = temporaryFolder();

/** The archive of a file, made anew where only the file itself is at hand. */
function archiveOf(path: string): Buffer {
  return existsSync(`${path}.gz`) ? readFileSync(`${path}.gz`) : gzipSync(readFileSync(path), { level: 1 });
}

describe.skipIf(mnist.folder === undefined)(`the published MNIST ${mnist.whyNot ?? ""}`, () => {
  test("passes the published checksums on its way from a mirror and when read again", { timeout: 60_000 }, async () => {
    for (const name of Object.values(FILE_NAMES)) archives.set(`${name}.gz`, archiveOf(join(mnist.folder!, name)));
    const progress: number[] = [];
    const load = () =>
      loadDataset({
        name: "MNIST",
        workingFolders: [],
        cacheFolder,
        source: { ...DATASET_SOURCES.MNIST, mirrors: [mirror.address] },
        signal: new AbortController().signal,
        onProgress: (_file, receivedBytes, totalBytes) => progress.push(receivedBytes / totalBytes),
      });

    const downloaded = await load();
    expect(downloaded).toMatchObject({ source: mirror.address, synthetic: false });
    expect([downloaded.train.count, downloaded.test.count]).toEqual([60_000, 10_000]);
    expect(progress.filter(share => share === 1)).toHaveLength(4);
    for (const share of progress) expect(share).toBeLessThanOrEqual(1);

    const kept = join(cacheFolder, "datasets", "MNIST");
    expect(readdirSync(kept).sort()).toEqual(Object.values(FILE_NAMES).sort());
    mirror.close();
    expect(await load()).toMatchObject({ source: kept, synthetic: false });
  });
});
