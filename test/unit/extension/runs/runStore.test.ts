import { spawn } from "node:child_process";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RunHeader } from "../../../../src/extension/runs/runJournalFormat";
import { RunStore } from "../../../../src/extension/runs/runStore";
import { eventsOfRun } from "../../../support/trainerEvents";
import { temporaryFolder } from "../../../support/temporaryFolder";

const english = (message: string) => message;
const headerOf = (runId: string, more: Partial<RunHeader> = {}): RunHeader => ({
  runId,
  task: "train",
  startedAt: Date.now(),
  modelName: "Net",
  modelFile: "net.py",
  origin: { uri: "file:///net.py", className: "Net" },
  hostPid: process.pid,
  ...more,
});

function openStore(folder: string) {
  const logged: string[] = [];
  const store = new RunStore(folder, english, line => void logged.push(line));
  return { store, logged };
}

/** Runs `runId` in a window of its own that ends after `count` events, and hands back what was on its panel. */
async function windowWithRun(folder: string, runId: string, count: number, more: Partial<RunHeader> = {}) {
  const { store } = openStore(folder);
  store.begin(headerOf(runId, more));
  store.move({ type: "run-accepted", runId });
  for (const event of eventsOfRun(runId).slice(0, count)) store.append(event);
  await store.flush();
  return store.snapshot();
}

async function journalOf(folder: string): Promise<string> {
  const [name] = await readdir(folder);
  return join(folder, name!);
}

describe("RunStore", () => {
  test("shows the same run after the window was reloaded", async () => {
    const folder = temporaryFolder();
    const before = await windowWithRun(folder, "a", Infinity);
    const { store } = openStore(folder);
    await store.restore();
    expect(store.snapshot()).toEqual(before);
    expect(store.origin).toEqual({ uri: "file:///net.py", className: "Net" });
    expect(store.weightsPath()).toBe("/tmp/Net.pth");
  });

  test("says that a run was interrupted when its window was gone before its end", async () => {
    const folder = temporaryFolder();
    const before = await windowWithRun(folder, "a", 4);
    const { store } = openStore(folder);
    await store.restore();
    expect(store.snapshot().run).toEqual(before.run);
    expect(store.state).toMatchObject({ phase: "ended", runId: "a", outcome: "interrupted" });
  });

  test("skips damaged lines, and an unfinished last one", async () => {
    const folder = temporaryFolder();
    const before = await windowWithRun(folder, "a", 5);
    const path = await journalOf(folder);
    const lines = (await readFile(path, "utf8")).split("\n");
    lines.splice(2, 0, "\u0000\u0000", '{"event":{"type":"steps-measured"}}', '{"event":', "null");
    await writeFile(path, lines.join("\n"));
    await appendFile(path, '{"event":{"type":"epoch-fini');
    const { store } = openStore(folder);
    await store.restore();
    expect(store.snapshot().run).toEqual(before.run);
  });

  test("falls back to the run before when the last journal cannot be read at all", async () => {
    const folder = temporaryFolder();
    await windowWithRun(folder, "a", 2);
    await writeFile(join(folder, "999999999999999-b.jsonl"), "garbage");
    const { store } = openStore(folder);
    await store.restore();
    expect(store.state).toMatchObject({ runId: "a" });
  });

  test("leaves alone the run that another living window is writing", async () => {
    const folder = temporaryFolder();
    const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
    try {
      await windowWithRun(folder, "theirs", 2, { hostPid: other.pid! });
      const { store } = openStore(folder);
      await store.restore();
      expect(store.state).toEqual({ phase: "idle" });
    } finally {
      other.kill();
    }
  });

  test("waits for the window before a reload to write how its run ended", async () => {
    const folder = temporaryFolder();
    const closing = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
    try {
      await windowWithRun(folder, "a", 2, { hostPid: closing.pid! });
      const path = await journalOf(folder);
      setTimeout(() => void appendFile(path, '{"ended":{"outcome":"interrupted","message":"closed"}}\n'), 500);
      const { store } = openStore(folder);
      await store.restore();
      expect(store.state).toEqual({ phase: "ended", runId: "a", outcome: "interrupted", message: "closed" });
    } finally {
      closing.kill();
    }
  });

  test("an empty or missing folder restores nothing", async () => {
    const { store } = openStore(join(temporaryFolder(), "none"));
    await store.restore();
    expect(store.snapshot()).toEqual({ state: { phase: "idle" } });
  });

  test("a run that began meanwhile is not replaced by an old one", async () => {
    const folder = temporaryFolder();
    await windowWithRun(folder, "old", 2);
    const { store } = openStore(folder);
    const restored = store.restore();
    store.begin(headerOf("new"));
    await restored;
    expect(store.state).toEqual({ phase: "starting", runId: "new" });
  });

  test("keeps the journals of the last ten runs", async () => {
    const folder = temporaryFolder();
    for (let run = 1; run <= 13; run++) await windowWithRun(folder, `run-${run}`, 1, { startedAt: run });
    await expect.poll(async () => (await readdir(folder)).length).toBe(10);
    expect((await readdir(folder)).some(name => name.includes("run-3."))).toBe(false);
  });

  test("a disk that cannot be written costs the journal, is said once, and not the run", async () => {
    const folder = join(temporaryFolder(), "file");
    await writeFile(folder, "");
    const { store, logged } = openStore(folder);
    store.begin(headerOf("a"));
    for (const event of eventsOfRun("a")) {
      store.append(event);
      await store.flush();
    }
    expect(store.state).toMatchObject({ phase: "ended", outcome: "completed" });
    expect(store.snapshot().run?.events).toHaveLength(7);
    expect(logged.filter(line => line.includes("is not recorded"))).toHaveLength(1);
  });

  test("tells listeners each event once, and each state when it changes", () => {
    const { store } = openStore(temporaryFolder());
    const heard: string[] = [];
    store.onShown(() => heard.push("shown"));
    store.onEvent(event => heard.push(event.type));
    store.onState(state => heard.push(state.phase));
    store.begin(headerOf("a"));
    store.move({ type: "run-accepted", runId: "a" });
    for (const event of [...eventsOfRun("other"), ...eventsOfRun("a"), ...eventsOfRun("a")]) store.append(event);
    const events = eventsOfRun("a").map(event => event.type);
    const around = ["shown", "starting", "preparing", events[0], events[1], "training", ...events.slice(2), "ended"];
    expect(heard).toEqual(around);
  });

  test("bounds what is kept of single steps, not what is shown live, and keeps every epoch", () => {
    const { store } = openStore(temporaryFolder());
    store.begin(headerOf("a"));
    let shown = 0;
    store.onEvent(() => shown++);
    const losses = Array.from({ length: 10_000 }, () => 1);
    for (let part = 0; part < 150; part++) {
      store.append({ type: "steps-measured", runId: "a", firstStep: part * 10_000 + 1, losses });
    }
    store.append(eventsOfRun("a")[4]!);
    const kept = store.snapshot().run!.events;
    expect(shown).toBe(151);
    expect(kept.length).toBe(101);
    expect(kept.at(-1)?.type).toBe("epoch-finished");
  });
});
