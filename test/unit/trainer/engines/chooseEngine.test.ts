import { describe, expect, test } from "vitest";
import { ExpectedError } from "../../../../src/protocol/expectedError";
import type { EngineKind } from "../../../../src/protocol/trainer";
import { chooseEngine, prepareEngine } from "../../../../src/trainer/engines/chooseEngine";
import type { Engine, EngineFactory } from "../../../../src/trainer/engines/engine";
import type { EngineTrial } from "../../../../src/trainer/engines/trials/engineTrial";
import { randomTraining } from "../../../support/randomTraining";

const inputs = randomTraining(1, { plain: true });
const NOT_TRIED = "not tried here yet: it will be after a training, for the next one";

function factory(kind: EngineKind, own: Partial<EngineFactory> = {}): EngineFactory {
  return {
    kind,
    whyUnavailable: () => Promise.resolve(undefined),
    whyUnable: () => undefined,
    create: () => Promise.resolve({ kind } as Engine),
    ...own,
  };
}
const wasm = factory("wasm", { isBuiltIn: true });
const reference = factory("reference", { isBuiltIn: true });
const webgpu = factory("webgpu");

async function choose(
  wanted: EngineKind | "auto",
  factories: readonly EngineFactory[],
  speeds: Partial<Record<EngineKind, number | string>> = {},
) {
  const trials = new Map(
    (Object.entries(speeds) as [EngineKind, number | string][]).map(([engine, outcome]): [EngineKind, EngineTrial] => [
      engine,
      typeof outcome === "number"
        ? { engine, available: true, device: "", stepMicroseconds: outcome }
        : { engine, available: false, reason: outcome },
    ]),
  );
  const { engine, skipped } = await chooseEngine(wanted, inputs, { factories, trials });
  return {
    engine: engine.kind,
    skipped: Object.fromEntries(skipped.map(({ engine: kind, reason }) => [kind, reason])),
  };
}

describe("auto", () => {
  test("starts on the first that works anywhere while nothing was measured", async () => {
    expect(await choose("auto", [wasm, webgpu, reference])).toEqual({
      engine: "wasm",
      skipped: { webgpu: NOT_TRIED, reference: "slower than the others, which are held to its numbers" },
    });
  });

  test("takes the fastest that was measured, and says how much slower the others are", async () => {
    const { engine, skipped } = await choose("auto", [wasm, webgpu, reference], { wasm: 400.4, webgpu: 31.6 });
    expect(engine).toBe("webgpu");
    expect(skipped["wasm"]).toBe("slower here: 400 µs a step instead of 32 µs");
  });

  test("stays where it is fastest", async () => {
    const { engine, skipped } = await choose("auto", [wasm, webgpu], { wasm: 100, webgpu: 120 });
    expect({ engine, skipped }).toEqual({
      engine: "wasm",
      skipped: { webgpu: "slower here: 120 µs a step instead of 100 µs" },
    });
  });

  test("does not leave what it would start on before that was measured, too", async () => {
    expect(await choose("auto", [wasm, webgpu], { webgpu: 1 })).toEqual({
      engine: "wasm",
      skipped: { webgpu: NOT_TRIED },
    });
  });

  test("says at once that an engine is not installed, whatever a trial said", async () => {
    const missing = factory("tfjs", { whyNotInstalled: () => "not installed" });
    expect((await choose("auto", [wasm, missing])).skipped).toEqual({ tfjs: "not installed" });
    expect(await choose("auto", [wasm, missing], { wasm: 9, tfjs: 1 })).toMatchObject({ engine: "wasm" });
  });

  test("asks for no stand-in of a device, as a person who names the engine does", async () => {
    const asked: unknown[] = [];
    const whyUnavailable: EngineFactory["whyUnavailable"] = asking => {
      asked.push(asking?.isNamed);
      return Promise.resolve(undefined);
    };
    const recording = factory("webgpu", { whyUnavailable });
    await choose("auto", [wasm, recording], { wasm: 9, webgpu: 1 });
    await choose("webgpu", [wasm, recording]);
    expect(asked).toEqual([false, true]);
  });

  test("passes on why an engine could not be used when it was tried", async () => {
    expect((await choose("auto", [wasm, webgpu], { webgpu: "no adapter" })).skipped).toEqual({ webgpu: "no adapter" });
  });

  test.each([
    ["is no longer there", { whyUnavailable: () => Promise.resolve("the driver is gone") }],
    ["cannot be made today", { create: () => Promise.reject(new Error("the driver is gone")) }],
  ])("takes the next one when the fastest %s", async (_what, broken) => {
    const speeds = { wasm: 100, webgpu: 1 };
    expect(await choose("auto", [wasm, factory("webgpu", broken)], speeds)).toEqual({
      engine: "wasm",
      skipped: { webgpu: "the driver is gone" },
    });
  });

  test("takes one that can when the first cannot train the network, and measures no less strictly", async () => {
    const unable = factory("wasm", { isBuiltIn: true, whyUnable: () => "no such layer" });
    const unmeasured = await choose("auto", [unable, webgpu, reference], { webgpu: 1 });
    expect(unmeasured.engine).toBe("reference");
    const measured = await choose("auto", [unable, webgpu, reference], { webgpu: 1, reference: 9 });
    expect(measured.engine).toBe("webgpu");
    expect(measured.skipped["wasm"]).toBe("no such layer");
  });

  test("a fault of the last one is an error", async () => {
    const broken = factory("wasm", { isBuiltIn: true, create: () => Promise.reject(new Error("out of memory")) });
    await expect(choose("auto", [broken])).rejects.toThrow("out of memory");
  });

  test("no engine at all is an error that names the reasons", async () => {
    const unable = factory("wasm", { isBuiltIn: true, whyUnable: () => "no such layer" });
    await expect(choose("auto", [unable])).rejects.toThrow(ExpectedError);
    await expect(choose("auto", [unable])).rejects.toThrow("wasm: no such layer");
  });
});

describe("an engine that a person names", () => {
  test("is taken, however slow it is", async () => {
    expect(await choose("reference", [wasm, reference], { wasm: 1, reference: 9 })).toEqual({
      engine: "reference",
      skipped: {},
    });
  });

  test("is an error where it cannot be used, and the way out is auto", async () => {
    const missing = factory("webgpu", { whyUnavailable: () => Promise.resolve("no adapter") });
    await expect(choose("webgpu", [wasm, missing])).rejects.toMatchObject({
      message: "The webgpu engine cannot be used here: webgpu: no adapter.",
      hint: "Choose the engine auto to take the best one that works.",
    });
    await expect(choose("tfjs", [wasm])).rejects.toThrow("this build has none");
  });
});

describe("before the data are there", () => {
  const headStart = { takeImages: () => undefined, dispose: () => undefined };
  const prepared = factory("wasm", { isBuiltIn: true, prepare: () => headStart });

  test("the engine that comes first begins", () => {
    expect(prepareEngine("auto", inputs, { factories: [prepared, reference] })).toBe(headStart);
    expect(prepareEngine("wasm", inputs, { factories: [reference, prepared] })).toBe(headStart);
  });

  test("none does that comes later, or cannot", () => {
    const broken = factory("wasm", {
      isBuiltIn: true,
      prepare: () => {
        throw new Error("no kernels");
      },
    });
    expect(prepareEngine("auto", inputs, { factories: [reference, prepared] })).toBeUndefined();
    expect(prepareEngine("auto", inputs, { factories: [broken] })).toBeUndefined();
  });
});
