import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { ThreadTeam } from "../../../../../src/trainer/engines/wasm/threads/threadTeam";
import { temporaryFolder } from "../../../../support/temporaryFolder";

const EVALUATE = { type: "evaluate", begin: 0, end: 1 } as const;
/** A thread that does what its setup names when it is asked to work. */
const PROGRAM = `
  const { parentPort, workerData } = require("node:worker_threads");
  const waitForEver = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  const ways = {
    obliging: () => parentPort.postMessage("done"),
    throwing: index => { if (index === 1) throw new Error("no room"); waitForEver(); },
    exiting: index => { if (index === 1) process.exit(3); waitForEver(); },
    endless: () => { for (;;); },
  };
  if (!(workerData in ways)) throw new Error("cannot stand");
  parentPort.on("message", ({ share }) => ways[workerData](share.index));
  parentPort.postMessage("ready");
`;

const program = join(temporaryFolder(), "thread.js");
writeFileSync(program, PROGRAM);
let team: ThreadTeam;
afterEach(() => team.dispose());

test("does one task after the other, with all threads or with some", async () => {
  team = new ThreadTeam(program, 2, "obliging");
  await team.ready;
  await team.run(EVALUATE, 2);
  await team.run(EVALUATE, 1);
});

test("a thread that cannot start is said when all should stand", async () => {
  team = new ThreadTeam(program, 2, "unknown");
  await expect(team.ready).rejects.toThrow("a thread failed: cannot stand");
});

test("a thread that throws fails what was asked, though the other still waits for it", async () => {
  team = new ThreadTeam(program, 2, "throwing");
  await team.ready;
  await expect(team.run(EVALUATE, 2)).rejects.toThrow("a thread failed: no room");
  await expect(team.run(EVALUATE, 1), "and what is asked later").rejects.toThrow("no room");
});

test("a thread that is gone fails what was asked", async () => {
  team = new ThreadTeam(program, 2, "exiting");
  await team.ready;
  await expect(team.run(EVALUATE, 2)).rejects.toThrow("a thread ended with code 3");
});

test("threads in the middle of something can be ended, and a second time", async () => {
  team = new ThreadTeam(program, 2, "endless");
  await team.ready;
  const asked = team.run(EVALUATE, 2);
  await Promise.all([team.dispose(), expect(asked).rejects.toThrow("the threads were ended")]);
  await team.dispose();
});
