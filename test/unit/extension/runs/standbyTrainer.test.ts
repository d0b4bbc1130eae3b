import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StandbyTrainer } from "../../../../src/extension/runs/standbyTrainer";
import { FakeTrainer } from "../../../support/fakeTrainer";

const IDLE_MS = 60_000;
let launched: FakeTrainer[];
let standby: StandbyTrainer;

beforeEach(() => {
  vi.useFakeTimers();
  launched = [];
  const launch = (onMessage: (message: unknown) => void) => {
    const trainer = new FakeTrainer();
    launched.push(trainer);
    return trainer.launch(onMessage);
  };
  standby = new StandbyTrainer(() => Promise.resolve(launch), IDLE_MS);
});

afterEach(() => {
  standby.dispose();
  vi.useRealTimers();
});

/** Starts a trainer as a click does; tells what it heard of it. */
async function click() {
  const heard: unknown[] = [];
  const launch = await standby.find();
  const channel = launch(message => heard.push(message));
  expect(heard).toEqual([]); // whoever launches has no channel yet to answer on
  await Promise.resolve();
  return { channel, heard };
}

test("a click takes the trainer that stands ready, and hears that it is", async () => {
  await standby.prepare();
  launched[0]!.sayReady();
  launched[0]!.say({ type: "trainer-alive" });
  const { channel, heard } = await click();
  expect(channel).toBe(launched[0]);
  expect(heard).toMatchObject([{ type: "trainer-ready" }]);
  launched[0]!.say({ type: "trainer-alive" });
  expect(heard).toHaveLength(2);
});

test("a click that comes before its trainer is ready hears of it in time", async () => {
  await standby.prepare();
  const { channel, heard } = await click();
  expect(channel).toBe(launched[0]);
  expect(heard).toEqual([]);
  launched[0]!.sayReady();
  expect(heard).toMatchObject([{ type: "trainer-ready" }]);
});

test("a trainer is taken once, and lives on when its time of standing by is over", async () => {
  await standby.prepare();
  await click();
  const { channel } = await click();
  expect(channel).toBe(launched[1]);
  vi.advanceTimersByTime(2 * IDLE_MS);
  standby.dispose();
  expect(launched.map(({ isEnded }) => isEnded)).toEqual([false, false]);
});

test("one stands ready however often it is asked for", async () => {
  await Promise.all([standby.prepare(), standby.prepare()]);
  await standby.prepare();
  expect(launched).toHaveLength(1);
});

test("it leaves when nobody works on a model for a while", async () => {
  await standby.prepare();
  vi.advanceTimersByTime(IDLE_MS - 1);
  await standby.prepare();
  vi.advanceTimersByTime(IDLE_MS - 1);
  expect(launched[0]!.isEnded).toBe(false);
  vi.advanceTimersByTime(1);
  expect(launched[0]!.isEnded).toBe(true);
});

test("a trainer that died while it stood by is replaced by a new one", async () => {
  await standby.prepare();
  launched[0]!.exit({ kind: "crashed", code: null, signal: "SIGKILL" });
  await Promise.resolve();
  const { channel } = await click();
  expect(channel).toBe(launched[1]);
});

test("released or disposed of, it ends its trainer and starts no other", async () => {
  await standby.prepare();
  standby.release();
  expect(launched[0]!.isEnded).toBe(true);
  const preparing = standby.prepare();
  standby.dispose();
  await preparing;
  expect(launched).toHaveLength(1);
});
