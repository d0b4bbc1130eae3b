import { setTimeout as delay } from "node:timers/promises";

/** Whether a process of that number runs; one that nobody has waited for yet counts as gone. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Resolves when the process is gone; rejects when it is still there after `withinMs`. */
export async function processGone(pid: number, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (isRunning(pid)) {
    if (performance.now() > deadline) throw new Error(`process ${pid} still runs after ${withinMs} ms`);
    await delay(20);
  }
}
