import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TUTORIAL_NET } from "../../../../src/model/tutorialNet";
import { temporaryWeightsName } from "../../../../src/protocol/temporaryWeights";
import { FakeTrainer } from "../../../support/fakeTrainer";
import { temporaryFolder } from "../../../support/temporaryFolder";
import { WindowOfRuns } from "../../../support/windowOfRuns";

const KILLED = { kind: "crashed", code: null, signal: "SIGKILL" } as const;

/** A window whose trainer was ended by force, is not gone yet, and has a file in the making at `temporary`. */
async function withTrainerThatLingers() {
  const trainer = new FakeTrainer();
  trainer.end = () => trainer.exited;
  const window = new WindowOfRuns(temporaryFolder(), {
    dataFolder: temporaryFolder(),
    findLauncher: () => Promise.resolve(trainer.launch),
  });
  await window.controller.start({ task: "train", model: TUTORIAL_NET });
  const temporary = join(window.weightsFolder, temporaryWeightsName(trainer.pid));
  window.controller.stop(); // by force: it is not ready yet
  await window.ended();
  await window.store.flush(); // nothing but the file is left to wait for
  return { trainer, window, temporary };
}

describe("the end of a window", () => {
  test("comes after the file that its trainer left half-written is removed", async () => {
    const { trainer, window, temporary } = await withTrainerThatLingers();
    writeFileSync(temporary, "half of the weig");
    trainer.exit(KILLED);
    await window.controller.close();
    expect(existsSync(temporary)).toBe(false);
  });

  test("comes also when that file cannot be removed, which is logged", async () => {
    const { trainer, window, temporary } = await withTrainerThatLingers();
    mkdirSync(temporary); // not a file: refused
    trainer.exit(KILLED);
    await window.controller.close();
    expect(window.logged).toEqual([expect.stringMatching(/a run whose trainer was lost: .*is a directory/i)]);
  });
});
