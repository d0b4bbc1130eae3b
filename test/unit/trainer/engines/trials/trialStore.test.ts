import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../../../../src/model/trainingSettings";
import { TUTORIAL_NET } from "../../../../../src/model/tutorialNet";
import type { EngineFactory } from "../../../../../src/trainer/engines/engine";
import { referenceFactory } from "../../../../../src/trainer/engines/reference/referenceEngine";
import type { EngineTrial } from "../../../../../src/trainer/engines/trials/engineTrial";
import { TrialStore } from "../../../../../src/trainer/engines/trials/trialStore";
import { wasmFactory } from "../../../../../src/trainer/engines/wasm/wasmEngine";
import { createDraw } from "../../../../support/mutateWeights";
import { seededTest } from "../../../../support/seededTest";
import { temporaryFolder } from "../../../../support/temporaryFolder";

const DAY_MS = 24 * 60 * 60 * 1000;
const TASK = { model: TUTORIAL_NET, settings: DEFAULT_SETTINGS };
const FAST: EngineTrial = { engine: "wasm", available: true, device: "CPU", stepMicroseconds: 300 };
const NONE: EngineTrial = { engine: "wasm", available: false, reason: "no SIMD" };
const file = (folder: string) => join(folder, "engine-trials.json");
const find = async (store: TrialStore, task: typeof TASK = TASK, factory: EngineFactory = wasmFactory) =>
  (await store.find([factory], task)).get(factory.kind);

describe("trials are remembered", () => {
  test("from one process to the next, one for each engine", async () => {
    const folder = join(temporaryFolder(), "not", "yet", "there");
    await new TrialStore(folder).remember(wasmFactory, TASK, FAST);
    await new TrialStore(folder).remember(referenceFactory, TASK, { ...FAST, engine: "reference" });
    const found = await new TrialStore(folder).find([wasmFactory, referenceFactory], TASK);
    expect([...found]).toEqual([
      ["wasm", FAST],
      ["reference", { ...FAST, engine: "reference" }],
    ]);
    expect(readdirSync(folder)).toEqual(["engine-trials.json"]);
  });

  test("for this machine, version, network and batch size, and for no other", async () => {
    const folder = temporaryFolder();
    await new TrialStore(folder, "mine").remember(wasmFactory, TASK, FAST);
    const store = new TrialStore(folder, "mine");
    expect(await find(store)).toEqual(FAST);
    expect(await find(store, { ...TASK, settings: { ...DEFAULT_SETTINGS, lr: 0.5, epochs: 9 } })).toEqual(FAST);
    expect(await find(new TrialStore(folder, "yours"))).toBeUndefined();
    expect(await find(store, { ...TASK, settings: { ...DEFAULT_SETTINGS, batchSize: 65 } })).toBeUndefined();
    expect(
      await find(store, { ...TASK, model: { ...TUTORIAL_NET, calls: TUTORIAL_NET.calls.slice(1) } }),
    ).toBeUndefined();
    expect(await find(store, TASK, { ...wasmFactory, installedVersion: () => "2" })).toBeUndefined();
  });

  test("a speed for a month, what an engine lacks for a day", async () => {
    const folder = temporaryFolder();
    const at = (days: number) => new TrialStore(folder, "mine", () => days * DAY_MS);
    await at(0).remember(wasmFactory, TASK, FAST);
    await at(0).remember(referenceFactory, TASK, { ...NONE, engine: "reference" });
    expect(await find(at(29))).toEqual(FAST);
    expect(await find(at(31))).toBeUndefined();
    expect(await find(at(0.9), TASK, referenceFactory)).toBeDefined();
    expect(await find(at(1.1), TASK, referenceFactory)).toBeUndefined();
  });

  test("as they were last", async () => {
    const store = new TrialStore(temporaryFolder());
    await store.remember(wasmFactory, TASK, FAST);
    await store.remember(wasmFactory, TASK, NONE);
    expect(await find(store)).toEqual(NONE);
  });

  test("not at all where the cache cannot be written", async () => {
    const folder = temporaryFolder();
    mkdirSync(file(folder));
    const store = new TrialStore(folder);
    await store.remember(wasmFactory, TASK, FAST);
    expect(await find(store)).toBeUndefined();
  });
});

describe("a file that others have written", () => {
  test.each([
    ["no JSON", "{"],
    ["another shape", "[1]"],
    ["trials that are none", '{"trials":[1,null,{"key":"a"},{"key":"a","triedAtMs":1,"trial":{"engine":"cuda"}}]}'],
  ])("with %s is taken for an empty one, and written anew", async (_what, text) => {
    const folder = temporaryFolder();
    writeFileSync(file(folder), text);
    const store = new TrialStore(folder);
    expect(await find(store)).toBeUndefined();
    await store.remember(wasmFactory, TASK, FAST);
    expect(await find(store)).toEqual(FAST);
  });

  test("with a time of zero or below is not believed", async () => {
    const folder = temporaryFolder();
    await new TrialStore(folder).remember(wasmFactory, TASK, FAST);
    writeFileSync(file(folder), readFileSync(file(folder), "utf8").replace("300", "0"));
    expect(await find(new TrialStore(folder))).toBeUndefined();
  });

  seededTest("with any bytes changed gives a whole trial or none", 200, async seed => {
    const folder = temporaryFolder();
    await new TrialStore(folder).remember(wasmFactory, TASK, FAST);
    const draw = createDraw(seed);
    const bytes = readFileSync(file(folder));
    for (let count = 1 + draw(3); count > 0; count--) bytes[draw(bytes.length)] = draw(256);
    writeFileSync(file(folder), bytes);
    const found = await find(new TrialStore(folder));
    if (found?.available) expect(found.stepMicroseconds).toBeGreaterThan(0);
    else if (found) expect(found.reason).toEqual(expect.any(String));
  });
});
