import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ProcessGroup } from "../../host/processGroup.ts";
import { isRunning, processGone } from "../../support/processes";
import { temporaryFolder } from "../../support/temporaryFolder";

const folder = temporaryFolder();

/** A program that starts a child, ignores polite signals, writes both pids into `file`, and would run for a minute. */
const stubborn = (file: string) => `
  process.on("SIGTERM", () => {});
  const child = require("node:child_process").spawn("sleep", ["60"]);
  require("node:fs").writeFileSync(${JSON.stringify(file)}, process.pid + " " + child.pid);
  setTimeout(() => {}, 60000);`;

async function readPids(file: string): Promise<number[]> {
  await expect.poll(() => existsSync(file) && readFileSync(file, "utf8"), { timeout: 10_000 }).toMatch(/^\d+ \d+$/);
  return readFileSync(file, "utf8").split(" ").map(Number);
}

test("end leaves no process of the group, not even one that ignores polite signals", async () => {
  const file = join(folder, "ended");
  const group = new ProcessGroup(process.execPath, ["-e", stubborn(file)], { cwd: folder, output: "pipe" });
  const pids = await readPids(file);
  expect(pids.map(isRunning)).toEqual([true, true]);
  await group.end();
  expect(pids.map(isRunning)).toEqual([false, false]);
  await group.end();
});

test("a group lists its processes", async context => {
  if (process.platform !== "linux") return context.skip("only Linux has /proc");
  const file = join(folder, "listed");
  const group = new ProcessGroup(process.execPath, ["-e", stubborn(file)], { cwd: folder, output: "pipe" });
  const pids = await readPids(file);
  expect(group.processes().map(({ pid }) => pid)).toEqual(expect.arrayContaining(pids));
  expect(group.processes().map(({ command }) => command)).toContain("sleep 60");
  await group.end();
  expect(group.processes()).toEqual([]);
});

test("a group does not outlive a parent that was killed", async () => {
  const file = join(folder, "orphaned");
  const module = JSON.stringify(join(import.meta.dirname, "..", "..", "host", "processGroup.ts"));
  const parent = join(folder, "parent.mjs");
  writeFileSync(
    parent,
    `import { ProcessGroup } from ${module};
     new ProcessGroup(process.execPath, ["-e", ${JSON.stringify(stubborn(file))}], { cwd: ".", output: "inherit" });`,
  );
  const child = spawn(process.execPath, [parent], { cwd: folder });
  const pids = await readPids(file);
  child.kill("SIGKILL");
  for (const pid of pids) await processGone(pid, 5000);
});

test("a program that cannot be started ends with a code", async () => {
  const group = new ProcessGroup(join(folder, "missing"), [], { cwd: folder, output: "pipe" });
  expect(await group.exited).toBe(127);
});
