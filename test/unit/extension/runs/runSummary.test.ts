import { expect, test } from "vitest";
import {
  fractionDone,
  NOTHING_YET,
  progressText,
  statusText,
  summarize,
  type RunSummary,
} from "../../../../src/extension/runs/runSummary";
import type { RunEvent } from "../../../../src/protocol/trainer";
import { eventsOfRun } from "../../../support/trainerEvents";

const [downloading, started, steps, , epoch, evaluated] = eventsOfRun("a") as [RunEvent, ...RunEvent[]];
const after = (...events: (RunEvent | undefined)[]) =>
  events.filter(event => event !== undefined).reduce<RunSummary>(summarize, NOTHING_YET);
const training = { phase: "training", runId: "a" } as const;

test("while data are downloaded it says how much is there", () => {
  expect(statusText("Net", { phase: "preparing", runId: "a" }, after(downloading), "en")).toBe(
    "$(loading~spin) Net 50 %",
  );
});

test("while it trains it names the epoch, and the accuracy once there is one", () => {
  expect(statusText("Net", training, after(downloading, started), "en")).toBe("$(loading~spin) Net 1/5");
  expect(statusText("Net", training, after(started, epoch), "en")).toBe("$(loading~spin) Net 2/5 · 93.3 %");
});

test("after the last epoch only the accuracy stays", () => {
  const last = { ...epoch, epoch: 5 } as RunEvent;
  const ended = { phase: "ended", runId: "a", outcome: "completed" } as const;
  expect(statusText("Net", ended, after(started, last), "ko")).toBe("$(check) Net 93.3 %");
});

test("an evaluation has no epochs", () => {
  expect(progressText(after({ ...started, task: "evaluate" } as RunEvent, evaluated), "de")).toBe("93,3 %");
});

test("nothing is shown before the first run", () => {
  expect(statusText("", { phase: "idle" }, NOTHING_YET, "en")).toBeUndefined();
});

test("the fraction is that of the steps, and never more than 1", () => {
  expect(fractionDone(NOTHING_YET)).toBe(0);
  expect(fractionDone(after(started, steps))).toBe(1);
  expect(fractionDone(after({ ...started, totalSteps: 12 } as RunEvent, steps))).toBe(0.25);
});
