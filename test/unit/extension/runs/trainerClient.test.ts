import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TrainerClient, TRAINER_LIMITS, type RunEnding } from "../../../../src/extension/runs/trainerClient";
import { PROTOCOL_VERSION, type RunEvent } from "../../../../src/protocol/trainer";
import { FakeTrainer } from "../../../support/fakeTrainer";
import { eventsOfRun, runSpecOf } from "../../../support/trainerEvents";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { readyMs, silentMs, stoppingMs, leavingMs, messagesPerTick } = TRAINER_LIMITS;

function startClient() {
  const trainer = new FakeTrainer();
  const reported: RunEvent[] = [];
  const logged: string[] = [];
  const listener = {
    accepted: () => undefined,
    reported: (event: RunEvent) => void reported.push(event),
    log: (line: string) => void logged.push(line),
  };
  const client = new TrainerClient(trainer.launch, runSpecOf("a"), listener);
  let ending: RunEnding | undefined;
  void client.ended.then(value => (ending = value));
  /** Lets time pass; resolves with how the run ended, if it did. */
  const after = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    return ending;
  };
  return { client, trainer, reported, logged, after };
}

describe("TrainerClient", () => {
  test("gives the run to a trainer that is ready, passes on what it reports and lets it go", async () => {
    const { trainer, reported, after } = startClient();
    trainer.sayReady();
    expect(trainer.requests).toEqual([{ type: "start-run", spec: runSpecOf("a") }]);
    eventsOfRun("a").forEach(trainer.say);
    expect(await after(0)).toEqual({ kind: "reported" });
    expect(reported).toEqual(eventsOfRun("a"));
    expect(trainer.requests.at(-1)).toEqual({ type: "leave-when-done" });
    expect(trainer.isEnded).toBe(false);
  });

  test("ends a trainer that does not leave after its run, and at once when the window closes", async () => {
    for (const closes of [false, true]) {
      const { client, trainer, after } = startClient();
      trainer.sayReady();
      eventsOfRun("a").forEach(trainer.say);
      await after(leavingMs - 1);
      expect(trainer.isEnded).toBe(false);
      if (closes) await client.close();
      else await after(1);
      expect(trainer.isEnded).toBe(true);
    }
  });

  test("refuses a trainer of another version, naming both", async () => {
    const { trainer, after } = startClient();
    trainer.sayReady(99);
    expect(await after(0)).toEqual({ kind: "version-differs", ours: PROTOCOL_VERSION, theirs: 99 });
    expect(trainer.requests).toEqual([]);
    expect(trainer.isEnded).toBe(true);
  });

  test("gives up a trainer that is never ready", async () => {
    const { trainer, after } = startClient();
    expect(await after(readyMs - 1)).toBeUndefined();
    expect(await after(1)).toEqual({ kind: "never-ready", seconds: readyMs / 1000 });
    expect(trainer.isEnded).toBe(true);
  });

  test("gives up a trainer that falls silent while it trains", async () => {
    const { trainer, after } = startClient();
    trainer.sayReady();
    eventsOfRun("a").slice(0, 3).forEach(trainer.say);
    expect(await after(silentMs - 1)).toBeUndefined();
    expect(await after(1)).toEqual({ kind: "silent", seconds: silentMs / 1000 });
  });

  test("waits for a download as long as it makes progress", async () => {
    const { trainer, after } = startClient();
    const [progress] = eventsOfRun("a");
    trainer.sayReady();
    for (let round = 0; round < 10; round++) {
      trainer.say(progress);
      expect(await after(silentMs - 1000)).toBeUndefined();
    }
    expect(await after(silentMs)).toMatchObject({ kind: "silent" });
  });

  test("waits as long as the trainer says that it is alive", async () => {
    const { trainer, reported, after } = startClient();
    trainer.sayReady();
    for (let round = 0; round < 10; round++) {
      trainer.say({ type: "trainer-alive" });
      expect(await after(silentMs - 1000)).toBeUndefined();
    }
    expect(reported).toEqual([]);
    expect(await after(silentMs)).toMatchObject({ kind: "silent" });
  });

  test("noise is no sign of life; it is counted, and logged once", async () => {
    const { trainer, logged, reported, after } = startClient();
    trainer.sayReady();
    trainer.say(eventsOfRun("a")[1]);
    for (let second = 0; second < silentMs / 1000; second++) {
      for (const noise of [{ type: "unheard-of" }, "garbage", null, { type: "steps-measured", runId: "a" }])
        trainer.say(noise);
      await after(1000);
    }
    expect(await after(0)).toMatchObject({ kind: "silent" });
    expect(reported).toHaveLength(1);
    expect(logged).toHaveLength(2);
    expect(logged[1]).toContain(String((silentMs / 1000) * 4));
  });

  test("events of another run, and events before the handshake, are noise", () => {
    const { trainer, reported } = startClient();
    eventsOfRun("a").forEach(trainer.say);
    trainer.sayReady();
    eventsOfRun("b").forEach(trainer.say);
    expect(reported).toEqual([]);
  });

  test("ends a trainer that floods, without keeping what it sends", async () => {
    const { trainer, reported, after } = startClient();
    trainer.sayReady();
    const [, started, steps] = eventsOfRun("a");
    trainer.say(started);
    for (let sent = 0; sent < messagesPerTick * 2; sent++) trainer.say(steps);
    expect(await after(0)).toMatchObject({ kind: "flooded" });
    expect(reported.length).toBeLessThanOrEqual(messagesPerTick);
  });

  test("stops by asking, and by force when that is not heeded", async () => {
    const { client, trainer, after } = startClient();
    trainer.sayReady();
    client.stop();
    expect(trainer.requests.at(-1)).toEqual({ type: "stop-run", runId: "a" });
    for (let second = 0; second < stoppingMs / 1000; second++) {
      trainer.say(eventsOfRun("a")[2]); // still busy, and not listening
      await after(1000);
    }
    expect(await after(0)).toEqual({ kind: "stop-forced" });
  });

  test("a trainer that heeds the request reports its end itself", async () => {
    const { client, trainer, after } = startClient();
    trainer.sayReady();
    client.stop();
    trainer.say({ type: "run-finished", runId: "a", outcome: "stopped", seconds: 1 });
    expect(await after(0)).toEqual({ kind: "reported" });
  });

  test("asked twice to stop, or before the trainer is ready, ends it at once", async () => {
    const twice = startClient();
    twice.trainer.sayReady();
    twice.client.stop();
    twice.client.stop();
    expect(await twice.after(0)).toEqual({ kind: "stop-forced" });
    const early = startClient();
    early.client.stop();
    expect(await early.after(0)).toEqual({ kind: "stop-forced" });
  });

  test("says how a trainer died, and hears nothing after it", async () => {
    const { trainer, reported, after } = startClient();
    trainer.sayReady();
    trainer.exit({ kind: "crashed", code: null, signal: "SIGSEGV" });
    expect(await after(0)).toEqual({ kind: "crashed", code: null, signal: "SIGSEGV" });
    eventsOfRun("a").forEach(trainer.say);
    expect(reported).toEqual([]);
  });

  test("closing ends the run and the trainer", async () => {
    const { client, trainer, after } = startClient();
    trainer.sayReady();
    await client.close();
    expect(await after(0)).toEqual({ kind: "closed" });
    expect(trainer.isEnded).toBe(true);
  });

  test("no clock runs on after the end", async () => {
    const { client } = startClient();
    await client.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
