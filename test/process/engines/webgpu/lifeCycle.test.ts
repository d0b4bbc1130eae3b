import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { DEFAULT_SETTINGS } from "../../../../src/model/trainingSettings";
import { TUTORIAL_NET } from "../../../../src/model/tutorialNet";
import type { RunEvent } from "../../../../src/protocol/trainer";
import { webgpuFactory } from "../../../../src/trainer/engines/webgpu/webgpuFactory";
import { EngineCrashes } from "../../../../src/trainer/engines/trials/engineCrashes";
import { tryInChild } from "../../../../src/trainer/engines/trials/tryInChild";
import { performRun } from "../../../../src/trainer/performRun";
import { writeIdxDataset } from "../../../support/idxFiles";
import { randomTraining } from "../../../support/randomTraining";
import { eventsOf, runCli, type CliOptions } from "../../../support/runCli";
import { temporaryFolder } from "../../../support/temporaryFolder";

const IDLE_MS = 500;
const UNHURRIED = { signal: new AbortController().signal, limitMs: 60_000 };
const VULKAN = ["LD_LIBRARY_PATH", "VK_DRIVER_FILES", "VK_ICD_FILENAMES"];

process.env["TRAIN_LENS_SOFTWARE_GPU"] = "1";
const reason = await webgpuFactory.whyUnavailable({ isNamed: true });
const dataFolder = temporaryFolder();
writeIdxDataset(dataFolder, { trainCount: 320, testCount: 50 });

const softwareGpu = {
  TRAIN_LENS_SOFTWARE_GPU: "1",
  // Mesa's drivers complain on stderr where no session set it.
  XDG_RUNTIME_DIR: dataFolder,
  ...Object.fromEntries(VULKAN.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : []))),
};

describe.skipIf(reason !== undefined)(`webgpu${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
  test("trains from the command line, and its process leaves by itself with 0", async () => {
    const cwd = temporaryFolder();
    const args = ["train", "--engine", "webgpu", "--data", dataFolder, "--epochs", "1", "--seed", "1", "--json"];
    const { code, stdout, stderr } = await runCli(args, { cwd, environment: softwareGpu });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const events = eventsOf(stdout);
    expect(events[0]).toMatchObject({ type: "run-started", engine: "webgpu" });
    expect(events.at(-1)).toMatchObject({ type: "run-finished", outcome: "completed" });
  });

  test("a command that is interrupted leaves within seconds, its weights whole", async () => {
    const cwd = temporaryFolder();
    let interruptedMs = 0;
    const { code, stdout } = await runCli(
      ["train", "--engine", "webgpu", "--data", dataFolder, "--epochs", "1000", "--json"],
      {
        cwd,
        environment: softwareGpu,
        onStdout: (soFar, child) => {
          if (interruptedMs > 0 || !soFar.includes('"steps-measured"')) return;
          interruptedMs = performance.now();
          child.kill("SIGINT");
        },
      },
    );
    expect(performance.now() - interruptedMs).toBeLessThan(20_000);
    expect(code).toBe(130);
    expect(eventsOf(stdout).at(-1)).toMatchObject({ type: "run-finished", outcome: "stopped" });
  });

  test("counts only when software was asked for", async () => {
    const environment = { ...softwareGpu, TRAIN_LENS_SOFTWARE_GPU: "" };
    const args = ["train", "--engine", "webgpu", "--data", dataFolder];
    const { code, stderr } = await runCli(args, { cwd: temporaryFolder(), environment });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /The webgpu engine cannot be used here: webgpu: the only adapter is software \(.+\), not a GPU/,
    );
  });

  test("is no GPU to auto, for which no software counts", async () => {
    const asking = webgpuFactory.whyUnavailable();
    expect(await asking).toMatch(/^the only adapter is software \(.+\), not a GPU$/);
    const trial = await tryInChild("webgpu", { model: TUTORIAL_NET, settings: DEFAULT_SETTINGS }, UNHURRIED);
    expect(trial).toEqual({ engine: "webgpu", available: false, reason: await asking });
  });

  test.each<[string, NodeJS.Signals, string]>([
    ["crashes a run is left out by auto", "SIGSEGV", "a run with it crashed here; auto leaves it out until "],
    ["is ended from outside in a run is not blamed for it", "SIGTERM", "not tried here yet"],
  ])("an engine that %s, until it is run by name", async (_what, signal, reasonOnAuto) => {
    const cwd = temporaryFolder();
    const train = async (engine: string, onStdout?: CliOptions["onStdout"]) => {
      const args = ["train", "--engine", engine, "--data", dataFolder, "--epochs", onStdout ? "1000" : "1", "--json"];
      const { stdout } = await runCli(args, { cwd, environment: softwareGpu, ...(onStdout && { onStdout }) });
      const [started] = eventsOf(stdout).filter(event => event.type === "run-started");
      return started!.skipped.find(({ engine: kind }) => kind === "webgpu")?.reason;
    };
    await train("webgpu", (soFar, child) => {
      if (soFar.includes('"steps-measured"')) child.kill(signal);
    });
    expect(await train("auto")).toMatch(new RegExp(`^${reasonOnAuto}`));
    await train("webgpu");
    expect(await train("auto")).toMatch(/^not tried here yet/);
  });

  test("an open device that has nothing to do does nothing", async () => {
    const engine = await webgpuFactory.create(randomTraining(1, { plain: true }));
    try {
      await engine.readWeights();
      const before = process.cpuUsage();
      await delay(IDLE_MS);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1000).toBeLessThan(IDLE_MS / 2);
    } finally {
      await engine.dispose();
    }
  });

  test("a device that is lost while it trains is replaced once, and then by another engine", async () => {
    const made = vi.spyOn(GPUDevice.prototype, "createPipelineLayout"); // each engine makes one on its device
    const events: RunEvent[] = [];
    try {
      await performRun({
        spec: {
          runId: "lost",
          task: "train",
          model: TUTORIAL_NET,
          settings: { ...DEFAULT_SETTINGS, epochs: 2, batchSize: 32 },
          dataset: "MNIST",
          dataFolder,
          workingFolders: [],
          seed: 1,
          engine: "webgpu",
        },
        emit: event => {
          events.push(event);
          if (event.type !== "steps-measured") return;
          for (const device of made.mock.contexts as GPUDevice[]) device.destroy();
        },
        signal: new AbortController().signal,
        environment: { TRAIN_LENS_CACHE: join(dataFolder, "cache") },
      });
    } finally {
      made.mockRestore();
    }
    const changes = events.filter(event => event.type === "engine-changed");
    expect(changes.map(({ lost, engine }) => [lost, engine])).toEqual([
      ["webgpu", "webgpu"],
      ["webgpu", "wasm"],
    ]);
    const steps = events.flatMap(event => (event.type === "steps-measured" ? event.losses : []));
    expect(steps).toHaveLength(20);
    expect(events.at(-1)).toMatchObject({ type: "run-finished", outcome: "completed" });
    expect(new EngineCrashes(join(dataFolder, "cache")).find(webgpuFactory)?.reason).toContain("lost the GPU");
  });
});
