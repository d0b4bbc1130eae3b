import { describe, expect, test } from "vitest";
import { advance, type HostSignal } from "../../../../src/extension/runs/runState";
import { isActive, type RunState } from "../../../../src/protocol/panel";
import type { RunEvent } from "../../../../src/protocol/trainer";
import { eventsOfRun } from "../../../support/trainerEvents";

const requested: HostSignal = { type: "run-requested", runId: "a" };
const accepted: HostSignal = { type: "run-accepted", runId: "a" };
const stop: HostSignal = { type: "stop-requested", runId: "a" };
const lost: HostSignal = { type: "trainer-lost", runId: "a", outcome: "interrupted", message: "gone" };
const events = eventsOfRun("a");
const after = (...signals: (RunEvent | HostSignal)[]) => signals.reduce<RunState>(advance, { phase: "idle" });

describe("advance", () => {
  test("goes through a whole run", () => {
    const phases = [requested, accepted, ...events].map((_, index, all) => after(...all.slice(0, index + 1)).phase);
    expect([...new Set(phases)]).toEqual(["starting", "preparing", "training", "ended"]);
  });

  test("keeps stopping until the end, whatever is still reported", () => {
    expect(after(requested, stop, accepted, ...events.slice(0, -1)).phase).toBe("stopping");
    const end: RunEvent = { type: "run-finished", runId: "a", outcome: "stopped", seconds: 1 };
    expect(after(requested, accepted, stop, end)).toEqual({ phase: "ended", runId: "a", outcome: "stopped" });
  });

  test("ends once: the first reason stays", () => {
    const failed: RunEvent = { type: "run-failed", runId: "a", message: "no data", hint: "get some" };
    const ended = { phase: "ended", runId: "a", outcome: "failed", message: "no data", hint: "get some" };
    expect(after(requested, accepted, failed, lost, stop)).toEqual(ended);
  });

  test("late events of an old run change nothing", () => {
    const next: HostSignal = { type: "run-requested", runId: "b" };
    const state = after(requested, lost, next);
    for (const event of [...events, stop, lost]) expect(advance(state, event)).toBe(state);
  });

  test("a second request does not take the place of an active run", () => {
    expect(after(requested, { type: "run-requested", runId: "b" })).toEqual({ phase: "starting", runId: "a" });
  });

  test("nothing but a request leaves idle", () => {
    for (const signal of [accepted, stop, lost, ...events]) expect(after(signal)).toEqual({ phase: "idle" });
  });

  test("in any order of any signals an end is final until the next request", () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    console.log(`seed ${seed}`);
    let drawn = seed;
    const draw = (below: number) => (drawn = (drawn * 48271 + 11) % 2147483647) % below;
    const signals = [requested, accepted, stop, lost, ...events];
    for (let round = 0; round < 500; round++) {
      const order = Array.from({ length: 12 }, () => signals[draw(signals.length)]!);
      const states = order.map((_, index) => after(...order.slice(0, index + 1)));
      const revived = states.findIndex(
        (state, index) => states[index - 1]?.phase === "ended" && isActive(state) && order[index] !== requested,
      );
      expect(revived, order.map(signal => signal.type).join(", ")).toBe(-1);
    }
  });
});
