import { readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { runCli } from "../support/runCli";
import { temporaryFolder } from "../support/temporaryFolder";
import { badFiles, fixturePath } from "../support/weightsFixtures";

const PRELOAD = fileURLToPath(new URL("../support/reportUsage.cjs", import.meta.url));
const MAX_CPU_SECONDS = 1;
const AT_ONCE = 2;
const MIB = 1024 * 1024;

interface Inspected {
  readonly name: string;
  readonly code: number | null;
  readonly error: unknown;
  readonly cpuSeconds: number;
  readonly bytes: number;
}

const cwd = temporaryFolder();
let ordinary: Inspected;
const hostile: Inspected[] = [];

/** Inspects a file in a process of its own, in an empty folder. */
async function inspect(folder: "pth" | "bad", name: string): Promise<Inspected> {
  const args = ["inspect", fixturePath(folder, name), "--stats", "--json"];
  const { code, stdout, stderr } = await runCli(args, { cwd, environment: { NODE_OPTIONS: `--require=${PRELOAD}` } });
  const { kilobytes, microseconds } = JSON.parse(stderr) as { kilobytes: number; microseconds: number };
  const { error } = JSON.parse(stdout) as { error?: unknown };
  return { name, code, error, cpuSeconds: microseconds / 1e6, bytes: kilobytes * 1024 };
}

beforeAll(async () => {
  ordinary = await inspect("pth", "control_zip.pth");
  const waiting = badFiles().map(({ name }) => name);
  const work = async () => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) hostile.push(await inspect("bad", name));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}, 10 * 60_000);

test("a file of the tests is inspected and well", () => {
  expect(ordinary).toMatchObject({ code: 0, error: undefined });
});

test("every hostile file ends with exit code 0, or with 1 and a sentence", () => {
  expect(hostile).toHaveLength(badFiles().length);
  const wrong = hostile.filter(({ code, error }) =>
    code === 0 ? error !== undefined : code !== 1 || !/^[A-Z].{10,400}\.$/.test(String(error)),
  );
  expect(wrong).toEqual([]);
});

test("none costs more than a second of CPU", () => {
  const slow = hostile.filter(({ cpuSeconds }) => cpuSeconds - ordinary.cpuSeconds > MAX_CPU_SECONDS);
  expect(slow).toEqual([]);
});

test("none adds more memory than ten times its size and 64 MB", () => {
  const allowed = (name: string) => 10 * statSync(fixturePath("bad", name)).size + 64 * MIB;
  expect(hostile.filter(({ name, bytes }) => bytes - ordinary.bytes > allowed(name))).toEqual([]);
});

test("nothing is created where they are inspected", () => {
  expect(readdirSync(cwd)).toEqual([]);
});
