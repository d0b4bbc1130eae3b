import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { FILE_NAMES } from "../../src/trainer/data/datasetSources";
import type { LoadProgramRequest, LoadProgramResult } from "../support/loadProgram";
import { honest, MirrorServer } from "../support/mirrorServer";
import { SMALL_ARCHIVES, SMALL_CONTENT } from "../support/smallDataset";
import { temporaryFolder } from "../support/temporaryFolder";
import { REQUIRE_IN_MODULES } from "../support/requireInModules";

// Starting processes takes long on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const NOBODY = 65_534;
const scratch = temporaryFolder();
const program = join(scratch, "load.mjs");
const mirror = await MirrorServer.start(SMALL_ARCHIVES);
const IMAGES_ARCHIVE = `${FILE_NAMES.trainImages}.gz`;

beforeAll(async () => {
  chmodSync(scratch, 0o755);
  await build({
    entryPoints: [fileURLToPath(new URL("../support/loadProgram.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    banner: { js: REQUIRE_IN_MODULES },
  });
});

let cacheFolder: string;
beforeEach(() => {
  mirror.requests.length = 0;
  mirror.manner = honest;
  cacheFolder = mkdtempSync(join(scratch, "cache"));
});

/** Starts the loading of the small data set in a process of its own. */
function start(request: Partial<LoadProgramRequest> = {}, uid?: number) {
  const whole: LoadProgramRequest = { name: "KMNIST", cacheFolder, mirrors: [mirror.address], ...request };
  const child = spawn(process.execPath, [program, JSON.stringify(whole)], {
    stdio: ["ignore", "pipe", "inherit"],
    ...(uid !== undefined && { uid, gid: uid }),
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const result = new Promise<LoadProgramResult>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(JSON.parse(printed || "{}") as LoadProgramResult));
  });
  return { child, result };
}

const keptFolder = () => join(cacheFolder, "datasets", "KMNIST");

function expectKept(): void {
  expect(readdirSync(keptFolder()).sort()).toEqual(Object.values(FILE_NAMES).sort());
  expect(readFileSync(join(keptFolder(), FILE_NAMES.trainImages)).equals(SMALL_CONTENT.trainImages)).toBe(true);
}

test("processes that download at the same time all get the data, and one whole copy stays", async () => {
  mirror.manner = (response, archive, request) => void setTimeout(() => honest(response, archive, request), 100);
  const results = await Promise.all([start(), start(), start()].map(({ result }) => result));
  for (const result of results) expect(result).toMatchObject({ synthetic: false });
  expectKept();
});

test("a killed process leaves nothing wrong behind, and the next one goes on where it was", async () => {
  let begun: (() => void) | undefined;
  const halfSent = new Promise<void>(resolve => (begun = resolve));
  mirror.manner = (response, archive) => {
    response.writeHead(200, { "content-length": archive.length });
    response.write(archive.subarray(0, archive.length >> 1), begun);
  };
  const { child, result } = start();
  await halfSent;
  const leftBytes = await bytesOnDisk(child);
  child.kill("SIGKILL");
  await result;

  mirror.manner = honest;
  mirror.requests.length = 0;
  expect(await start().result).toMatchObject({ source: mirror.address, synthetic: false });
  expect(mirror.requests[0]).toBe(`${IMAGES_ARCHIVE} from ${leftBytes}`);
  expectKept();
});

/** Waits until the process's unfinished file stops growing. */
async function bytesOnDisk(child: ChildProcess): Promise<number> {
  const part = () => readdirSync(keptFolder()).find(name => name.includes(`.${child.pid!}-`))!;
  for (let before = -1; ;) {
    await new Promise(resolve => setTimeout(resolve, 200));
    const now = readFileSync(join(keptFolder(), part())).length;
    if (now > 0 && now === before) return now;
    before = now;
  }
}

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)(
  `a user without permission ${isRoot ? "" : "(skipped: only root can act as another user)"}`,
  () => {
    test("is told which file cannot be read", async () => {
      const dataFolder = join(cacheFolder, "locked");
      chmodSync(cacheFolder, 0o755);
      mkdirSync(dataFolder, { mode: 0o755 });
      for (const role of ["trainImages", "trainLabels", "testImages", "testLabels"] as const) {
        writeFileSync(join(dataFolder, FILE_NAMES[role]), SMALL_CONTENT[role]);
      }
      const labels = join(dataFolder, FILE_NAMES.testLabels);
      chmodSync(labels, 0);
      const unreadableFile = await start({ dataFolder }, NOBODY).result;
      expect(unreadableFile.message).toBe(`ExpectedError: ${labels} cannot be read: permission denied.`);
      chmodSync(dataFolder, 0);
      const unreadableFolder = await start({ dataFolder }, NOBODY).result;
      expect(unreadableFolder.message).toBe(
        `ExpectedError: The folder ${dataFolder} cannot be read: permission denied.`,
      );
    });

    test("is told that the cache cannot be written", async () => {
      chmodSync(cacheFolder, 0o555);
      const { message } = await start({}, NOBODY).result;
      expect(message).toContain(`(the cache folder ${keptFolder()} cannot be written: permission denied).`);
    });
  },
);

test("a cache whose path leads through a file is named with its fault", async () => {
  rmSync(cacheFolder, { recursive: true });
  writeFileSync(cacheFolder, "");
  const { message } = await start().result;
  expect(message).toContain(`the cache folder ${keptFolder()} cannot be written: a part of the path is not a folder`);
});

describe("a full disk", () => {
  const disk = join(scratch, "disk");
  let whyNot: string | undefined = "only root can make a small disk";
  beforeAll(() => {
    if (!isRoot || process.platform !== "linux") return;
    mkdirSync(disk);
    const { status, stderr } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], {
      encoding: "utf8",
    });
    whyNot = status === 0 ? undefined : `no small disk: ${stderr}`;
  });
  afterAll(() => {
    if (whyNot === undefined) spawnSync("umount", [disk]);
  });

  test("is said, keeps no half file, and MNIST goes on with drawn digits", async context => {
    if (whyNot) {
      context.skip(whyNot);
      return;
    }
    cacheFolder = disk;
    const { message } = await start().result;
    expect(message).toContain(`(the cache folder ${keptFolder()} cannot be written: the disk is full).`);
    expect(readdirSync(keptFolder())).toEqual([]);
    expect(await start({ name: "MNIST" }).result).toMatchObject({ synthetic: true });
  });
});
