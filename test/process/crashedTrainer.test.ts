import { afterEach, beforeAll, expect, test } from "vitest";
import { StandbyTrainer } from "../../src/extension/runs/standbyTrainer";
import { TrainerLauncher } from "../../src/extension/runs/trainerLauncher";
import { TUTORIAL_NET } from "../../src/model/tutorialNet";
import { enableWideRegisters } from "../../src/trainer/engines/wasm/enableWideRegisters";
import { writeIdxDataset } from "../support/idxFiles";
import { temporaryFolder } from "../support/temporaryFolder";
import { TRAINER_PATH, WindowOfRuns } from "../support/windowOfRuns";

const WIDE = "256-bit SIMD";

let dataFolder: string;
beforeAll(() => {
  dataFolder = temporaryFolder();
  writeIdxDataset(dataFolder, { trainCount: 640, testCount: 200 });
});

const owned: StandbyTrainer[] = [];
afterEach(() => owned.splice(0).forEach(trainers => trainers.dispose()));

/** A window whose trainers are started as the extension starts them. */
function openWindow() {
  const { execPath, env } = process;
  const logged: string[] = [];
  const launcher = new TrainerLauncher({
    modulePath: TRAINER_PATH,
    host: { execPath, electronVersion: undefined, env },
    nodePath: () => "",
    log: line => void logged.push(line),
    onCrash: () => trainers.release(),
  });
  const trainers = new StandbyTrainer(() => launcher.find());
  owned.push(trainers);
  const window = new WindowOfRuns(temporaryFolder(), {
    dataFolder,
    settings: { epochs: 10_000 },
    engine: "wasm",
    findLauncher: () => trainers.find(),
  });
  return { window, trainers, logged };
}

/** Starts a training; resolves to what it computes on. */
async function train(window: WindowOfRuns): Promise<string> {
  await window.controller.start({ task: "train", model: TUTORIAL_NET });
  await window.reaches(({ phase }) => phase === "training");
  const started = window.store.snapshot().run?.events.find(({ type }) => type === "run-started");
  return started?.type === "run-started" ? started.device : "";
}

/** Ends the trainer's process by `signal` and resolves to how the run ended. */
function die(window: WindowOfRuns, signal: NodeJS.Signals) {
  const ended = window.ended();
  process.kill(window.trainerPid, signal);
  return ended;
}

test("after a crash trainers do without 256-bit SIMD, also the one that stood ready", async () => {
  const { window, trainers, logged } = openWindow();
  const isWide = enableWideRegisters();
  expect((await train(window)).includes(WIDE)).toBe(isWide);
  await trainers.prepare();

  const end = await die(window, "SIGSEGV");
  expect(end).toMatchObject({ outcome: "interrupted", message: "The trainer crashed ({0})." });
  expect(window.failures.at(-1)?.hint).toContain("Train again.");
  expect(logged.join("\n")).toContain("do without 256-bit SIMD");

  expect(await train(window)).not.toContain(WIDE);
  await window.controller.close();
});

test("one that is ended from outside has not crashed: the next computes as before", async () => {
  const { window, logged } = openWindow();
  const first = await train(window);
  const end = await die(window, "SIGKILL");
  expect(end.message).toContain("ended from outside");
  expect(window.failures.at(-1)?.hint).toBeUndefined();
  expect(logged).toEqual([]);
  expect(await train(window)).toBe(first);
  await window.controller.close();
});
