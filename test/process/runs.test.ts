import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { TUTORIAL_NET } from "../../src/model/tutorialNet";
import type { RunEvent } from "../../src/protocol/trainer";
import { writeIdxDataset } from "../support/idxFiles";
import { processGone } from "../support/processes";
import { mountSmallDisk } from "../support/smallDisk";
import { temporaryFolder } from "../support/temporaryFolder";
import { expectWholeWeightsOnly } from "../support/weightsIn";
import { WindowOfRuns } from "../support/windowOfRuns";

const TRAIN = { task: "train", model: TUTORIAL_NET } as const;
let dataFolder: string;
beforeAll(() => {
  dataFolder = temporaryFolder();
  writeIdxDataset(dataFolder, { trainCount: 640, testCount: 200 });
});

const openWindow = (epochs: number) => new WindowOfRuns(temporaryFolder(), { dataFolder, settings: { epochs } });
const accuracyOf = (events: readonly RunEvent[]) =>
  events.map(event => (event.type === "evaluated" ? event.accuracy : undefined)).findLast(value => value !== undefined);

describe("a run in a trainer of its own", () => {
  test("trains to the end, saves beside a .gitignore, and its process leaves", async () => {
    const window = openWindow(2);
    await window.controller.start(TRAIN);
    expect(await window.ended()).toMatchObject({ outcome: "completed" });
    expect(expectWholeWeightsOnly(window.weightsFolder)).toHaveLength(1);
    expect(readdirSync(window.weightsFolder)).toContain(".gitignore");
    expect(window.store.weightsPath()).toContain(window.weightsFolder);
    await processGone(window.trainerPid, 5000);
    expect(window.failures).toEqual([]);
  });

  test("evaluating the last weights gives the accuracy of their training, and gradient norms come from them", async () => {
    const window = openWindow(1);
    await window.controller.start(TRAIN);
    await window.ended();
    const trained = accuracyOf(window.store.snapshot().run!.events);
    await window.controller.start({ task: "evaluate", model: TUTORIAL_NET });
    await window.ended();
    expect(accuracyOf(window.store.snapshot().run!.events)).toBe(trained);
    await window.controller.start({ task: "gradients", model: TUTORIAL_NET });
    expect(await window.ended()).toMatchObject({ outcome: "completed" });
    const kinds = window.store.snapshot().run!.events.map(event => event.type);
    expect(kinds).toEqual(["run-started", "gradients-measured", "run-finished"]);
  });

  test("before any training there is nothing to evaluate: it offers to train", async () => {
    const window = openWindow(1);
    await expect(window.controller.start({ task: "evaluate", model: TUTORIAL_NET })).rejects.toMatchObject({
      message: expect.stringContaining("no saved weights") as string,
      actions: [{ command: "trainLens.trainMnist" }],
    });
    expect(window.store.state).toEqual({ phase: "idle" });
    expect(window.channels).toEqual([]);
  });

  test("a second click starts no second run, also when it comes at once", async () => {
    const window = openWindow(10_000);
    const clicks = [1, 2, 3].map(() => window.controller.start(TRAIN));
    const outcomes = (await Promise.allSettled(clicks)).map(({ status }) => status);
    expect(outcomes).toEqual(["fulfilled", "rejected", "rejected"]);
    await window.reaches(state => state.phase === "training");
    await expect(window.controller.start(TRAIN)).rejects.toMatchObject({
      actions: [{ command: "trainLens.showTrainingPanel" }, { command: "trainLens.stopTraining" }],
    });
    expect(window.channels).toHaveLength(1);
    await window.controller.close();
  });

  test("Stop ends it within seconds and keeps what was learned", async () => {
    const window = openWindow(10_000);
    await window.controller.start(TRAIN);
    await window.reaches(state => state.phase === "training");
    window.controller.stop();
    expect(window.store.state.phase).toBe("stopping");
    expect(await window.ended()).toMatchObject({ outcome: "stopped" });
    expect(expectWholeWeightsOnly(window.weightsFolder)).toHaveLength(1);
    await processGone(window.trainerPid, 5000);
  });

  test("Stop before the trainer is ready, and Stop twice, end it too", async () => {
    const window = openWindow(10_000);
    await window.controller.start(TRAIN);
    window.controller.stop();
    expect(await window.ended()).toMatchObject({ outcome: "stopped" });
    await window.controller.start(TRAIN);
    await window.reaches(state => state.phase === "training");
    window.controller.stop();
    window.controller.stop();
    expect(await window.ended()).toMatchObject({ outcome: "stopped" });
    await Promise.all(window.channels.map(({ pid }) => processGone(pid!, 5000)));
    expectWholeWeightsOnly(window.weightsFolder);
  });

  test("closing the window ends it, and the next window says that it was interrupted", async () => {
    const workspace = temporaryFolder();
    const window = new WindowOfRuns(workspace, { dataFolder, settings: { epochs: 10_000 } });
    await window.controller.start(TRAIN);
    await window.reaches(state => state.phase === "training");
    await window.controller.close();
    expect(window.store.state).toMatchObject({ phase: "ended", outcome: "interrupted" });
    await processGone(window.trainerPid, 1000);
    expect(window.failures).toEqual([]);

    const next = new WindowOfRuns(workspace, { dataFolder });
    await next.store.restore();
    expect(next.store.snapshot()).toEqual(window.store.snapshot());
  });

  test("what the trainer refuses is one sentence for the person", async () => {
    const window = new WindowOfRuns(temporaryFolder(), { dataFolder: "/nowhere/mnist" });
    await window.controller.start(TRAIN);
    expect(await window.ended()).toMatchObject({ outcome: "failed" });
    expect(window.failures).toHaveLength(1);
    expect(window.failures[0]?.message).toContain("/nowhere/mnist");
    expectWholeWeightsOnly(window.weightsFolder);
  });

  test("on a full disk it fails in words, and leaves nothing half-written", async context => {
    const disk = mountSmallDisk(64);
    if ("whyNot" in disk) return context.skip(disk.whyNot);
    const window = new WindowOfRuns(disk.folder, { dataFolder, settings: { epochs: 1 } });
    await window.controller.start(TRAIN);
    expect(await window.ended()).toMatchObject({ outcome: "failed" });
    expect(window.failures[0]?.message).toContain("the disk is full");
    await processGone(window.trainerPid, 5000);
    expect(expectWholeWeightsOnly(window.weightsFolder)).toEqual([]);
  });

  test("a full disk under the journal alone does not harm the run", async context => {
    const disk = mountSmallDisk(4);
    if ("whyNot" in disk) return context.skip(disk.whyNot);
    writeFileSync(join(disk.folder, "filling"), Buffer.alloc(4096));
    const window = new WindowOfRuns(temporaryFolder(), { dataFolder, settings: { epochs: 1 }, journals: disk.folder });
    await window.controller.start(TRAIN);
    expect(await window.ended()).toMatchObject({ outcome: "completed" });
    await window.controller.close();
    expect(window.logged.filter(line => line.includes("is not recorded"))).toHaveLength(1);
  });
});
