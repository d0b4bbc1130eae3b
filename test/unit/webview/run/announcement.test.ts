import { expect, test } from "vitest";
import { panelStrings } from "../../../../src/extension/panel/panelStrings";
import type { HostToPanel } from "../../../../src/protocol/panel";
import { createNumberFormats } from "../../../../webview/shared/numberFormats";
import { createSay } from "../../../../webview/shared/say";
import { announcement } from "../../../../webview/run/announcement";
import { NOTHING_YET, reduceRunModel } from "../../../../webview/run/runModel";
import { eventsOfRun } from "../../../support/trainerEvents";

const context = { say: createSay(panelStrings(text => text)), numbers: createNumberFormats("en") };
const events = eventsOfRun("a");
const show = (count: number): HostToPanel => ({
  type: "show-run",
  state: { phase: "training", runId: "a" },
  run: { runId: "a", task: "train", startedAt: 1, modelName: "Net", events: events.slice(0, count) },
});

/** What is said when `message` comes after `earlier`. */
function said(earlier: HostToPanel[], message: HostToPanel): string {
  const before = earlier.reduce(reduceRunModel, NOTHING_YET);
  return announcement(before, reduceRunModel(before, message), context);
}
const append = (index: number): HostToPanel => ({ type: "events-appended", runId: "a", events: [events[index]!] });

test("steps and norms are not told", () => {
  expect(said([show(2)], append(2))).toBe("");
  expect(said([show(2)], append(3))).toBe("");
});

test("the end of an epoch is told with its results", () => {
  expect(said([show(4)], append(4))).toBe("Epoch 1 of 1 finished: loss 2.2500, test accuracy 93.30%.");
});

test("the evaluation is told", () => {
  expect(said([show(5)], append(5))).toBe("Evaluation finished: 9,330 of 10,000 test images recognised, 93.30%.");
});

test("a new state is told, the same one is not", () => {
  const ended: HostToPanel = { type: "state-changed", state: { phase: "ended", runId: "a", outcome: "stopped" } };
  expect(said([show(2)], ended)).toBe("Stopped");
  expect(said([show(2), ended], ended)).toBe("");
});

test("what happened before the page was opened is not told again", () => {
  expect(said([], show(7))).toBe("Training");
});
