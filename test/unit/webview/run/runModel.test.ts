import { expect, test } from "vitest";
import type { HostToPanel } from "../../../../src/protocol/panel";
import { NOTHING_YET, reduceRunModel, runOnStage } from "../../../../webview/run/runModel";
import { eventsOfRun } from "../../../support/trainerEvents";

const shown: HostToPanel = {
  type: "show-run",
  state: { phase: "training", runId: "a" },
  run: { runId: "a", task: "train", startedAt: 1, modelName: "Net", events: eventsOfRun("a").slice(0, 2) },
};
const steps: HostToPanel = { type: "events-appended", runId: "a", events: [eventsOfRun("a")[2]!] };

test("a snapshot takes the stage, and events are added to it", () => {
  const model = [shown, steps].reduce(reduceRunModel, NOTHING_YET);
  expect(model.state.phase).toBe("training");
  expect(runOnStage(model)?.losses.length).toBe(3);
});

test("a second snapshot replaces what was there", () => {
  const model = [shown, steps, shown].reduce(reduceRunModel, NOTHING_YET);
  expect(runOnStage(model)?.losses.length).toBe(0);
});

test("events of another run, or before any run, change nothing", () => {
  const model = reduceRunModel(NOTHING_YET, shown);
  expect(reduceRunModel(model, { ...steps, runId: "b" })).toBe(model);
  expect(reduceRunModel(NOTHING_YET, steps)).toBe(NOTHING_YET);
});

test("old curves leave the stage as soon as the state speaks of the next run", () => {
  const model = [shown, steps].reduce(reduceRunModel, NOTHING_YET);
  const next = reduceRunModel(model, { type: "state-changed", state: { phase: "starting", runId: "b" } });
  expect(runOnStage(next)).toBeUndefined();
});

test("a message of a newer host changes nothing", () => {
  expect(reduceRunModel(NOTHING_YET, { type: "confetti" } as unknown as HostToPanel)).toBe(NOTHING_YET);
});
