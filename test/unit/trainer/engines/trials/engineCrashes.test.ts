import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../../../../src/model/trainingSettings";
import { TUTORIAL_NET } from "../../../../../src/model/tutorialNet";
import type { EngineFactory } from "../../../../../src/trainer/engines/engine";
import { EngineCrashes } from "../../../../../src/trainer/engines/trials/engineCrashes";
import { EngineUse } from "../../../../../src/trainer/engines/trials/engineUse";
import { TrialStore } from "../../../../../src/trainer/engines/trials/trialStore";
import { wasmFactory } from "../../../../../src/trainer/engines/wasm/wasmEngine";
import { webgpuFactory } from "../../../../../src/trainer/engines/webgpu/webgpuFactory";
import { temporaryFolder } from "../../../../support/temporaryFolder";

const DAY_MS = 24 * 60 * 60 * 1000;
const TASK = { model: TUTORIAL_NET, settings: DEFAULT_SETTINGS };
const FAST = { engine: "webgpu", available: true, device: "GPU", stepMicroseconds: 30 } as const;
const marksIn = (cache: string) => readdirSync(join(cache, "engine-crashes"));

/** A cache in which a process that is gone left its mark, `daysAgo`. */
function crashedCache(daysAgo = 0, factory: EngineFactory = webgpuFactory): string {
  const cache = temporaryFolder();
  new EngineCrashes(cache, "mine").begin(factory);
  leaveMark(cache, spawnSync(process.execPath, ["--version"]).pid, daysAgo);
  return cache;
}

/** Makes this process's one mark that of another process. */
function leaveMark(cache: string, pid: number, daysAgo: number): void {
  const folder = join(cache, "engine-crashes");
  const path = join(folder, marksIn(cache)[0]!.replace(/\d+$/, String(pid)));
  writeFileSync(path, "");
  const seconds = (Date.now() - daysAgo * DAY_MS) / 1000;
  utimesSync(path, seconds, seconds);
}

describe("an engine that ends the process of a run", () => {
  test("is known from then on, with the day until which it is left out", () => {
    const distrust = new EngineCrashes(crashedCache(), "mine").find(webgpuFactory)!;
    const day = new Date(distrust.untilMs).toISOString().slice(0, 10);
    expect(distrust.reason).toBe(
      `a run with it crashed here; auto leaves it out until ${day}, unless you run it by name`,
    );
    expect(distrust.untilMs - Date.now()).toBeGreaterThan(6.9 * DAY_MS);
  });

  test("is so on this machine and in this version only", () => {
    const cache = crashedCache();
    expect(new EngineCrashes(cache, "yours").find(webgpuFactory)).toBeUndefined();
    expect(new EngineCrashes(cache, "mine").find({ ...webgpuFactory, installedVersion: () => "next" })).toBeUndefined();
  });

  test("is trusted again when a person runs it by name", () => {
    const crashes = new EngineCrashes(crashedCache(), "mine");
    crashes.forget(webgpuFactory);
    expect(crashes.find(webgpuFactory)).toBeUndefined();
  });

  test("is left out in spite of its trial for a week, and then only a new trial counts", async () => {
    const at = (cache: string, days: number) => new TrialStore(cache, "mine", () => Date.now() + days * DAY_MS);
    const find = async (cache: string, days = 0) => (await at(cache, days).find([webgpuFactory], TASK)).get("webgpu");
    const cache = crashedCache(6.9);
    await at(cache, -7).remember(webgpuFactory, TASK, FAST);
    expect(await find(cache)).toMatchObject({ available: false, reason: expect.stringContaining("crashed") as string });
    expect(await find(cache, 0.2)).toBeUndefined();
    await at(cache, 0.2).remember(webgpuFactory, TASK, FAST);
    expect(await find(cache, 0.3)).toEqual(FAST);
  });

  test("is none while the process lives, even when the engine is forgiven meanwhile", async () => {
    const cache = temporaryFolder();
    const crashes = new EngineCrashes(cache, "mine");
    const other = spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"]);
    crashes.begin(webgpuFactory)();
    expect(marksIn(cache)).toEqual([]);
    crashes.begin(webgpuFactory);
    leaveMark(cache, other.pid!, 0);
    crashes.forget(webgpuFactory);
    expect(crashes.find(webgpuFactory)).toBeUndefined();
    other.kill("SIGKILL");
    await once(other, "exit");
    expect(crashes.find(webgpuFactory)?.reason).toContain("crashed");
  });

  test("is not known where the cache cannot be written", () => {
    const cache = temporaryFolder();
    writeFileSync(join(cache, "engine-crashes"), "a file in place of the folder");
    const crashes = new EngineCrashes(cache);
    crashes.begin(webgpuFactory)();
    crashes.rememberLoss(webgpuFactory);
    expect(crashes.find(webgpuFactory)).toBeUndefined();
  });
});

test("a GPU that a run lost for good is named as that", () => {
  const crashes = new EngineCrashes(temporaryFolder());
  crashes.rememberLoss(webgpuFactory);
  expect(crashes.find(webgpuFactory)?.reason).toMatch(/^a run lost the GPU for good here; /);
});

describe("while a run uses an engine, a mark stands", () => {
  const begin = () => {
    const cache = temporaryFolder();
    mkdirSync(join(cache, "engine-crashes"));
    const abort = new AbortController();
    const use = new EngineUse(new EngineCrashes(cache), abort.signal);
    use.begin(webgpuFactory);
    expect(marksIn(cache)).toHaveLength(1);
    return { cache, abort, use };
  };

  test("until the run is over", () => {
    const { cache, use } = begin();
    use.end();
    expect(marksIn(cache)).toEqual([]);
  });

  test("until a person stops it: what is ended then is no crash", () => {
    const { cache, abort } = begin();
    abort.abort();
    expect(marksIn(cache)).toEqual([]);
  });

  test("until it turns to one that works anywhere", () => {
    const { cache, use } = begin();
    use.begin(wasmFactory);
    expect(marksIn(cache)).toEqual([]);
    use.end();
  });

  test("and nothing listens for signals afterwards", () => {
    const listeners = () => ["exit", "SIGTERM", "SIGHUP"].map(name => process.listenerCount(name));
    const before = listeners();
    begin().use.end();
    expect(listeners()).toEqual(before);
  });
});
