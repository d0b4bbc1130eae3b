import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { TUTORIAL_NET } from "../../src/model/tutorialNet";
import { writeIdxDataset } from "../support/idxFiles";
import { isRunning, processGone } from "../support/processes";
import { seededTest } from "../support/seededTest";
import { temporaryFolder } from "../support/temporaryFolder";
import { expectWholeWeightsOnly } from "../support/weightsIn";
import { TRAINER_PATH, WindowOfRuns } from "../support/windowOfRuns";
import { REQUIRE_IN_MODULES } from "../support/requireInModules";

const ROUNDS = 20;
/** Long enough for start-up, reading and many epochs, each with a file written. */
const LATEST_MS = 1500;
const WITHIN_MS = 5000;
const momentOf = (seed: number) => seed % LATEST_MS;

let dataFolder: string;
let hostProgram: string;
beforeAll(async () => {
  dataFolder = temporaryFolder();
  writeIdxDataset(dataFolder, { trainCount: 640, testCount: 200 });
  hostProgram = join(temporaryFolder(), "hostProgram.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "hostProgram.ts")],
    outfile: hostProgram,
    bundle: true,
    platform: "node",
    format: "esm",
    banner: { js: REQUIRE_IN_MODULES },
    logLevel: "error",
  });
});

describe("killed without warning at any moment", { timeout: 300_000 }, () => {
  seededTest("a trainer's run is over within seconds, with whole files only", ROUNDS, async seed => {
    const window = new WindowOfRuns(temporaryFolder(), { dataFolder, settings: { epochs: 10_000 } });
    await window.controller.start({ task: "train", model: TUTORIAL_NET });
    await delay(momentOf(seed));
    process.kill(window.trainerPid, "SIGKILL");
    const slow = delay(WITHIN_MS, "still no end", { ref: false });
    expect(await Promise.race([window.ended(), slow])).toMatchObject({ outcome: "interrupted" });
    expect(window.failures).toHaveLength(1);
    await window.controller.close();
    expectWholeWeightsOnly(window.weightsFolder);
  });

  seededTest("a host leaves no trainer behind, and whole files only", ROUNDS, async seed => {
    await killHostAfter(() => delay(momentOf(seed)));
  });

  test("a host that surely trains leaves no trainer behind either", async () => {
    const { run } = await killHostAfter(async lines => {
      expect((await lines.next()).value).toBe("training");
      await delay(700); // journals are written twice a second
    });
    expect(run?.events.map(event => event.type)).toContain("steps-measured");
  });
});

/** Starts a host in a process of its own, kills it after `moment`, and returns what the next window restores. */
async function killHostAfter(moment: (lines: AsyncIterator<string>) => Promise<unknown>) {
  const workspace = temporaryFolder();
  const host = spawn(process.execPath, [hostProgram, TRAINER_PATH, workspace, dataFolder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface(host.stdout)[Symbol.asyncIterator]();
  const trainerPid = Number((await lines.next()).value);
  expect(isRunning(trainerPid)).toBe(true);
  await moment(lines);
  expect(host.exitCode).toBeNull();
  host.kill("SIGKILL");
  await processGone(trainerPid, WITHIN_MS);
  expectWholeWeightsOnly(join(workspace, ".train-lens"));

  const next = new WindowOfRuns(workspace, { dataFolder });
  await next.store.restore();
  expect(next.store.state).toMatchObject({ phase: "ended", outcome: "interrupted" });
  return next.store.snapshot();
}
