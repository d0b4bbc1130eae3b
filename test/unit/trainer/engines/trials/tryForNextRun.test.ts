import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../../../../src/model/trainingSettings";
import { TUTORIAL_NET } from "../../../../../src/model/tutorialNet";
import type { EngineKind, RunFinished, RunSpec } from "../../../../../src/protocol/trainer";
import type { EngineFactory } from "../../../../../src/trainer/engines/engine";
import type { EngineTrial } from "../../../../../src/trainer/engines/trials/engineTrial";
import { gainsFromTrials, tryForNextRun } from "../../../../../src/trainer/engines/trials/tryForNextRun";
import { TrialStore } from "../../../../../src/trainer/engines/trials/trialStore";
import { temporaryFolder } from "../../../../support/temporaryFolder";

const TASK = { model: TUTORIAL_NET, settings: DEFAULT_SETTINGS };
const factory = (kind: EngineKind, own: Partial<EngineFactory> = {}): EngineFactory => ({
  kind,
  whyUnavailable: () => Promise.resolve(undefined),
  whyUnable: () => undefined,
  create: () => Promise.reject(new Error("trials are made elsewhere")),
  ...own,
});
const wasm = factory("wasm", { isBuiltIn: true });
const reference = factory("reference", { isBuiltIn: true });
const [webgpu, tfjs] = [factory("webgpu"), factory("tfjs")];
const fast = (engine: EngineKind): EngineTrial => ({ engine, available: true, device: "", stepMicroseconds: 1 });
const none = (engine: EngineKind): EngineTrial => ({ engine, available: false, reason: "no adapter" });

/** Tries with `store` and says which engines were tried, in order. */
async function tried(
  factories: readonly EngineFactory[],
  outcome: (engine: EngineKind) => EngineTrial,
  store = new TrialStore(temporaryFolder()),
  signal = new AbortController().signal,
) {
  const engines: EngineKind[] = [];
  const attempt = ({ kind }: EngineFactory) => {
    engines.push(kind);
    return Promise.resolve(outcome(kind));
  };
  await tryForNextRun(TASK, store, { factories, attempt, signal });
  return engines;
}

describe("after a training", () => {
  test("the others are tried, and then what `auto` starts on, to compare", async () => {
    expect(await tried([wasm, webgpu, tfjs, reference], fast)).toEqual(["webgpu", "tfjs", "wasm"]);
  });

  test("where nothing else can be used there is nothing to compare", async () => {
    expect(await tried([wasm, webgpu, tfjs, reference], none)).toEqual(["webgpu", "tfjs"]);
    expect(await tried([wasm, reference], fast)).toEqual([]);
  });

  test("what is known is not tried again", async () => {
    const store = new TrialStore(temporaryFolder());
    await tried([wasm, webgpu], fast, store);
    expect(await tried([wasm, webgpu, tfjs], fast, store)).toEqual(["tfjs"]);
  });

  test("what cannot train the network is not tried", async () => {
    const unable = factory("webgpu", { whyUnable: () => "no such layer" });
    expect(await tried([wasm, unable], fast)).toEqual([]);
  });

  test("what is not installed is not tried", async () => {
    const missing = factory("tfjs", { whyNotInstalled: () => "not installed" });
    expect(await tried([wasm, missing], fast)).toEqual([]);
  });

  test("what was over before the end came stays known", async () => {
    const store = new TrialStore(temporaryFolder());
    const abort = new AbortController();
    const outcome = (engine: EngineKind) => {
      if (engine === "webgpu") return fast(engine);
      abort.abort();
      throw abort.signal.reason as Error;
    };
    await tried([wasm, webgpu, tfjs], outcome, store, abort.signal);
    expect([...(await store.find([wasm, webgpu, tfjs], TASK)).keys()]).toEqual(["webgpu"]);
  });
});

describe("trials are worth it", () => {
  const spec = { task: "train", engine: "auto" } as RunSpec;
  const end: RunFinished = { type: "run-finished", runId: "", outcome: "completed", seconds: 3 };
  test.each<[string, boolean, Partial<RunSpec>, Partial<RunFinished>]>([
    ["after a training on auto", true, {}, {}],
    ["not when a person named the engine", false, { engine: "wasm" }, {}],
    ["not after an evaluation", false, { task: "evaluate" }, {}],
    ["not when the run was stopped", false, {}, { outcome: "stopped" }],
    ["not when the run was over in an instant", false, {}, { seconds: 0.5 }],
  ])("%s", (_when, isWorthIt, ownSpec, ownEnd) => {
    expect(gainsFromTrials({ ...spec, ...ownSpec }, { ...end, ...ownEnd })).toBe(isWorthIt);
  });
});
