import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../../../../src/model/trainingSettings";
import { TUTORIAL_NET } from "../../../../../src/model/tutorialNet";
import { tryInChild } from "../../../../../src/trainer/engines/trials/tryInChild";
import { isRunning } from "../../../../support/processes";
import { temporaryFolder } from "../../../../support/temporaryFolder";

const TASK = { model: TUTORIAL_NET, settings: DEFAULT_SETTINGS };
const never = new AbortController().signal;

/** A trial's program that says its process's number in a file and then does `body`. */
function program(body: string): { readonly program: string; readonly pid: () => number } {
  const folder = temporaryFolder();
  const file = join(folder, "program.cjs");
  writeFileSync(file, `require("fs").writeFileSync(__dirname + "/pid", String(process.pid)); ${body}`);
  return { program: file, pid: () => Number(readFileSync(join(folder, "pid"), "utf8")) };
}
const HANG = "process.on('message', () => { for (;;); });";

describe("a trial in a process of its own", () => {
  test("measures the WASM engine on the network it is given", async () => {
    const trial = await tryInChild("wasm", TASK, { signal: never });
    expect(trial).toMatchObject({ engine: "wasm", available: true });
    if (!trial.available) throw new Error(trial.reason);
    expect(trial.stepMicroseconds).toBeGreaterThan(1);
    expect(trial.device).toContain("WebAssembly");
  });

  test("a crash is a reason, and hurts nobody", async () => {
    const { program: file } = program("process.on('message', () => process.abort());");
    const reason = "its trial ended unexpectedly (SIGABRT)";
    expect(await tryInChild("webgpu", TASK, { signal: never, program: file })).toEqual({
      engine: "webgpu",
      available: false,
      reason,
    });
  });

  test("a hang is a reason, and its process is gone", async () => {
    const { program: file, pid } = program(HANG);
    const trial = await tryInChild("tfjs", TASK, { signal: never, program: file, limitMs: 1500 });
    expect(trial).toEqual({ engine: "tfjs", available: false, reason: "its trial was not over after 1.5 s" });
    expect(isRunning(pid())).toBe(false);
  });

  test("a fault that the engine throws is a reason", async () => {
    const { program: file } = program("process.on('message', () => process.send({ fault: 'no shader compiler' }));");
    expect(await tryInChild("webgpu", TASK, { signal: never, program: file })).toMatchObject({
      available: false,
      reason: "no shader compiler",
    });
  });

  test("a program that is missing is a reason", async () => {
    const missing = join(temporaryFolder(), "missing.js");
    expect(await tryInChild("webgpu", TASK, { signal: never, program: missing })).toMatchObject({
      available: false,
      reason: "its trial ended unexpectedly (1)",
    });
  });

  test("can be ended, and its process is gone then", async () => {
    const { program: file, pid } = program(HANG);
    const abort = new AbortController();
    const trial = tryInChild("webgpu", TASK, { signal: abort.signal, program: file });
    setTimeout(() => abort.abort(), 1000);
    await expect(trial).rejects.toThrow("aborted");
    expect(isRunning(pid())).toBe(false);
  });
});
