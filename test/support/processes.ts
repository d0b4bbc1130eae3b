import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** Whether a process of that number runs. On Linux one that has ended and waits to be collected does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return process.platform !== "linux" || !/\) Z /.test(statusLine(pid));
}

/** Resolves when the process is gone; rejects when it is still there after `withinMs`. */
export async function processGone(pid: number, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (isRunning(pid)) {
    if (performance.now() > deadline) throw new Error(`process ${pid} still runs after ${withinMs} ms`);
    await delay(20);
  }
}

function statusLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return ") Z "; // gone meanwhile
  }
}
