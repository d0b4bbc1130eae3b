import { expect, test } from "vitest";
import type { RunRecord } from "../../../../src/protocol/panel";
import type { EpochFinished, RunEvent } from "../../../../src/protocol/trainer";
import { reduceRun, replayRun, type RunView } from "../../../../webview/run/runView";
import { eventsOfRun } from "../../../support/trainerEvents";

const record = (events: readonly RunEvent[]): RunRecord => ({
  runId: "a",
  task: "train",
  startedAt: 1,
  modelName: "Net",
  events,
});
const written = (view: RunView) => ({
  ...view,
  losses: Array.from(view.losses.values),
  norms: {
    steps: Array.from(view.norms.steps.values),
    curves: Object.fromEntries(view.norms.names.map((name, i) => [name, Array.from(view.norms.curves[i]!.values)])),
  },
});

test("a run that is replayed looks as one that was followed", () => {
  const events = eventsOfRun("a");
  const followed = events.reduce(reduceRun, replayRun(record([])));
  expect(written(followed)).toEqual(written(replayRun(record(events))));
});

test("every report finds its place", () => {
  const view = replayRun(record(eventsOfRun("a")));
  expect(view.download?.receivedBytes).toBe(10);
  expect(view.started?.seed).toBe(42);
  expect(Array.from(view.losses.values)).toEqual([2.3, 2.2, Infinity]);
  expect(view.epochs.map(({ epoch, loss, correct }) => [epoch, loss, correct])).toEqual([[1, 2.25, 9330]]);
  expect(view.evaluated?.loss).toBe(0.2);
  expect(view.finished?.weightsPath).toBe("/tmp/Net.pth");
});

test("words for numbers become numbers again", () => {
  const { norms } = replayRun(record(eventsOfRun("a")));
  expect(norms.names).toEqual(["fc1.weight", "fc1.bias"]);
  expect(norms.curves.map(curve => curve.last)).toEqual([0.5, NaN]);
});

test("the norms of an epoch's last batch count once, also when that step was measured by itself", () => {
  const view = replayRun(record(eventsOfRun("a"))); // its third and last step is measured, then its epoch ends
  expect(Array.from(view.norms.steps.values)).toEqual([3]);
  const epoch = eventsOfRun("a").find((event): event is EpochFinished => event.type === "epoch-finished")!;
  const later = [{ type: "steps-measured", runId: "a", firstStep: 4, losses: [1] } as const, epoch].reduce(
    reduceRun,
    view,
  );
  expect(Array.from(later.norms.steps.values)).toEqual([3, 4]);
});

test("an event does not change the view it is added to", () => {
  const before = replayRun(record(eventsOfRun("a").slice(0, 3)));
  const kept = written(before);
  eventsOfRun("a").reduce(reduceRun, before);
  expect(written(before)).toEqual(kept);
});

test("an event of a newer trainer changes nothing", () => {
  const view = replayRun(record([]));
  expect(reduceRun(view, { type: "moon-rose", runId: "a" } as unknown as RunEvent)).toBe(view);
});
