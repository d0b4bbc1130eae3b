import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EventBatcher } from "../../../src/extension/eventBatcher";
import type { HostToPanel } from "../../../src/protocol/panel";
import { eventsOfRun } from "../../support/trainerEvents";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createBatcher() {
  const posted: HostToPanel[] = [];
  return { posted, batcher: new EventBatcher(message => void posted.push(message)) };
}

test("posts every event once, in order, at most twenty times a second", () => {
  const { posted, batcher } = createBatcher();
  const events = Array.from({ length: 100 }, () => eventsOfRun("a")).flat();
  for (const event of events) {
    batcher.add(event);
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(1000);
  expect(posted.flatMap(message => (message.type === "events-appended" ? message.events : []))).toEqual(events);
  expect(posted.length).toBeLessThanOrEqual(Math.ceil(events.length / 50) + 1);
});

test("flushes at once, and posts nothing when there is nothing", () => {
  const { posted, batcher } = createBatcher();
  batcher.flush();
  batcher.add(eventsOfRun("a")[0]!);
  batcher.flush();
  vi.advanceTimersByTime(1000);
  expect(posted).toHaveLength(1);
});

test("what comes after a pause does not wait", () => {
  const { posted, batcher } = createBatcher();
  const [event] = eventsOfRun("a");
  for (let k = 1; k <= 3; k++) {
    batcher.add(event!);
    expect(posted).toHaveLength(k);
    vi.advanceTimersByTime(200);
  }
});

test("after it is disposed nothing is posted", () => {
  const { posted, batcher } = createBatcher();
  batcher.add(eventsOfRun("a")[0]!);
  batcher.add(eventsOfRun("a")[1]!);
  batcher.dispose();
  vi.advanceTimersByTime(1000);
  expect(posted).toHaveLength(1);
});
