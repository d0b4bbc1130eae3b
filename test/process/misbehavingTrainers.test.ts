import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { Emitter } from "../../src/extension/emitter";
import {
  TrainerClient,
  TRAINER_LIMITS,
  type RunEnding,
  type TrainerLimits,
} from "../../src/extension/runs/trainerClient";
import { launchTrainerProcess, type TrainerChannel } from "../../src/extension/runs/trainerProcess";
import { PROTOCOL_VERSION, type RunEvent } from "../../src/protocol/trainer";
import { runSpecOf } from "../support/trainerEvents";

const LIMITS: TrainerLimits = {
  ...TRAINER_LIMITS,
  tickMs: 100,
  readyMs: 3000,
  silentMs: 1000,
  stoppingMs: 500,
  messagesPerTick: 2000,
};

const channels: TrainerChannel[] = [];
afterEach(async () => {
  await Promise.all(channels.splice(0).map(channel => channel.end()));
});

/** Starts a run on a trainer that misbehaves. */
function startOn(misbehaviour: string, modulePath = join(import.meta.dirname, "misbehavingTrainer.mjs")) {
  const env = { ...process.env, MISBEHAVIOUR: misbehaviour, PROTOCOL_VERSION: String(PROTOCOL_VERSION) };
  const logged: string[] = [];
  const events: RunEvent[] = [];
  const log = (line: string) => void logged.push(line);
  const accepted = new Emitter<undefined>();
  const client = new TrainerClient(
    onMessage => {
      const runtime = { execPath: process.execPath, execArgv: [], env };
      const channel = launchTrainerProcess({ modulePath, runtime, log, graceMs: 300 }, onMessage);
      channels.push(channel);
      return channel;
    },
    runSpecOf("a"),
    { accepted: () => accepted.fire(undefined), reported: event => void events.push(event), log },
    LIMITS,
  );
  return { client, logged, events, onAccepted: accepted.on };
}

const cases: readonly [string, Partial<RunEnding>][] = [
  ["never-ready", { kind: "never-ready", seconds: 3 }],
  ["prints garbage only", { kind: "never-ready" }],
  ["sends garbage only", { kind: "never-ready" }],
  ["leaves at once", { kind: "clean" }],
  ["fails at once", { kind: "crashed", code: 7, signal: null }],
  ["throws at once", { kind: "crashed", code: 1 }],
  ["speaks another version", { kind: "version-differs", ours: PROTOCOL_VERSION, theirs: 99 }],
  ["falls silent", { kind: "silent" }],
  ["freezes", { kind: "silent" }],
  ["floods", { kind: "flooded" }],
  ["floods its output", { kind: "silent" }],
  ["is killed", { kind: "crashed", code: null, signal: "SIGKILL" }],
  ["leaves", { kind: "clean" }],
  ["closes its channel", { kind: "crashed", signal: "SIGTERM" }],
  ["is deaf", { kind: "silent" }],
  ["mixes garbage in", { kind: "reported" }],
];

describe("a trainer that misbehaves ends in one clear way, and its process is gone", () => {
  test.each(cases)("%s", { timeout: 30_000 }, async (misbehaviour, ending) => {
    const { client, logged } = startOn(misbehaviour);
    expect(await client.ended).toMatchObject(ending);
    await client.exited;
    expect(logged.length).toBeLessThan(1100);
  });

  test("the last words of one that throws are in the log", async () => {
    const { client, logged } = startOn("throws at once");
    await client.ended;
    expect(logged.join("\n")).toContain("a bug in the trainer");
  });

  test("one that does not heed Stop is made to", async () => {
    const { client, onAccepted } = startOn("is deaf");
    onAccepted(() => client.stop());
    expect(await client.ended).toEqual({ kind: "stop-forced" });
    expect(await client.exited).toMatchObject({ signal: "SIGKILL" });
  });

  test("one whose program is missing never starts, or leaves with a reason in the log", async () => {
    const { client, logged } = startOn("", "/nowhere/trainer.js");
    expect(await client.ended).toMatchObject({ kind: "crashed", code: 1 });
    expect(logged.join("\n")).toContain("/nowhere/trainer.js");
  });

  test("one whose runtime is missing never starts", async () => {
    const runtime = { execPath: "/nowhere/node", execArgv: [], env: process.env };
    const program = { modulePath: import.meta.filename, runtime, log: () => undefined };
    const channel = launchTrainerProcess(program, () => undefined);
    expect(await channel.exited).toMatchObject({
      kind: "never-started",
      reason: expect.stringContaining("ENOENT") as string,
    });
    expect(await channel.end()).toMatchObject({ kind: "never-started" });
  });

  test("garbage between good messages harms neither", async () => {
    const { client, events, logged } = startOn("mixes garbage in");
    await client.ended;
    expect(events.map(event => event.type)).toEqual(["data-progressed", "run-finished"]);
    expect(logged.filter(line => line.includes("no known kind"))).toHaveLength(2);
  });
});
