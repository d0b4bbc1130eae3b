import { spawnSync } from "node:child_process";

/** How long a laptop of our days takes to start Node. */
const USUAL_START_MS = 50;
const STARTS = 5;

/**
 * How many times slower than a laptop this machine is now at what a first sight of something takes: new processes and new
 * memory. At least 1. Where virtual machines share one, it may be several.
 */
export function slowness(): number {
  const startMs = Array.from({ length: STARTS }, () => {
    const beginMs = performance.now();
    spawnSync(process.execPath, ["-e", "0"]);
    return performance.now() - beginMs;
  });
  const median = startMs.sort((a, b) => a - b)[STARTS >> 1]!;
  return Math.max(1, median / USUAL_START_MS);
}
