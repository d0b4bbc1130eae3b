import type { Engine } from "../engine";

/** Steps are timed in groups; a shorter group proves nothing unless it is a whole epoch. */
const LEAST_MS = 10;
const GROUP_MS = 40;
const BUDGET_MS = 400;

/** What the steps of an epoch are. */
export interface MeasuredEpoch {
  readonly order: Int32Array;
  readonly lr: number;
  readonly steps: number;
}

/**
 * Microseconds that a step of training takes once the engine is warm: the fastest group counts, as others only say what
 * else the machine did. Takes less than half a second, unless a step does.
 */
export async function measureStep(
  engine: Pick<Engine, "beginEpoch" | "runSteps">,
  epoch: MeasuredEpoch,
  nowMs: () => number = () => performance.now(),
): Promise<number> {
  const startedMs = nowMs();
  let left = 0;
  let count = 1;
  let bestMs = Infinity;
  while (bestMs === Infinity || nowMs() - startedMs < BUDGET_MS) {
    if (left === 0) {
      await engine.beginEpoch(epoch);
      left = epoch.steps;
    }
    const steps = Math.min(count, left);
    const beganMs = nowMs();
    await engine.runSteps(steps, []);
    const ms = nowMs() - beganMs;
    left -= steps;
    if (ms >= LEAST_MS || steps === epoch.steps) bestMs = Math.min(bestMs, ms / steps);
    if (ms < GROUP_MS) count = Math.min(2 * count, epoch.steps);
  }
  return bestMs * 1000;
}
