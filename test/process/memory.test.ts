import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeIdxDataset } from "../support/idxFiles";
import { runCli } from "../support/runCli";
import { temporaryFolder } from "../support/temporaryFolder";

const MOST_ADDED_BYTES = 300e6;
/** Writes the most memory that the process ever had, in bytes, when it ends. */
const HOOK = `
  if (require("node:worker_threads").isMainThread) process.on("exit", () => {
    require("node:fs").writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS * 1024));
  });
`;

test("the tutorial's run adds at most 300 MB to what Node takes by itself", async context => {
  const folder = temporaryFolder();
  writeIdxDataset(join(folder, "data", "MNIST", "raw"), { trainCount: 60_000, testCount: 10_000 });
  const [hook, file] = [join(folder, "hook.cjs"), join(folder, "peak")];
  writeFileSync(hook, HOOK);
  const peakOf = () => Number(readFileSync(file, "utf8"));
  execFileSync(process.execPath, ["--require", hook, "-e", "0"], { env: { PEAK_FILE: file } });
  const bare = peakOf();
  const environment = { NODE_OPTIONS: `--require "${hook}"`, PEAK_FILE: file };
  const { code } = await runCli(["train", "--seed", "0", "--engine", "wasm"], { cwd: folder, environment });
  expect(code).toBe(0);
  const added = peakOf() - bare;
  await context.annotate(`${Math.round(added / 1e6)} MB beside ${Math.round(bare / 1e6)} MB`);
  expect(added).toBeGreaterThan(50e6); // less than the data set itself would be a fault of the measurement
  expect(added).toBeLessThanOrEqual(MOST_ADDED_BYTES);
});
