import { fork } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunFailed, TrainerEvent } from "../../src/protocol/trainer";
import { temporaryFolder } from "../support/temporaryFolder";
import { runSpecOf } from "../support/trainerEvents";

/** How a run without data fails on a trainer with these variables. */
function failureWith(environment: Readonly<Record<string, string>>): Promise<RunFailed> {
  const dataFolder = join(temporaryFolder(), "none");
  const trainer = fork("dist/trainer.js", [], { serialization: "json", env: { ...process.env, ...environment } });
  return new Promise((resolve, reject) => {
    trainer.on("error", reject);
    trainer.on("message", (event: TrainerEvent) => {
      if (event.type === "trainer-ready") trainer.send({ type: "start-run", spec: runSpecOf("run", { dataFolder }) });
      if (event.type !== "run-failed") return;
      trainer.send({ type: "shut-down" });
      resolve(event);
    });
  });
}

test("a failure of the trainer is told in the language of the window", async () => {
  const { message, hint } = await failureWith({ TRAIN_LENS_TEXTS: join("l10n", "bundle.l10n.ko.json") });
  expect(message).toMatch(/^데이터 폴더 .*none이\(가\) 없습니다\.$/);
  expect(hint).toMatch(/폴더를 지정하거나/);
});

test("without one, in English", async () => {
  expect((await failureWith({})).message).toMatch(/^The data folder .*none does not exist\.$/);
});
