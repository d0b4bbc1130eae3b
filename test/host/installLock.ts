import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isRunning } from "../../src/trainer/isRunning.ts";

const POLL_MS = 1000;
const PATIENCE_MS = 20 * 60_000;

/** Runs `work` while no other process holds the lock `file`. A lock whose owner has died is taken over. */
export async function withLock(file: string, work: () => Promise<void>): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const deadline = Date.now() + PATIENCE_MS;
  for (let round = 0; !tryLock(file); round++) {
    const owner = readOwner(file);
    if (owner === undefined || !isRunning(owner)) {
      rmSync(file, { force: true });
      continue;
    }
    if (round === 0) console.log(`Waiting for process ${owner}, which holds ${file} ...`);
    if (Date.now() > deadline) throw new Error(`Process ${owner} still holds ${file}; end it and try again.`);
    await delay(POLL_MS);
  }
  try {
    await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function tryLock(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    // A link appears with its content, so nobody ever reads a lock without an owner.
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own);
  }
}

function readOwner(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
