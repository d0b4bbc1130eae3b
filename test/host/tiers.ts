import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { PROJECT } from "./paths.ts";
import { ProcessGroup } from "./processGroup.ts";
import { runVscodeSuite } from "./runVscodeSuite.ts";
import type { TestCounts } from "./suiteSummary.ts";
import { COUNTS_FILE } from "./tierReporter.ts";

const MINUTE_MS = 60_000;

/** The result of a tier; `reason` says why one failed that has no counts of its own. */
export interface TierCounts extends TestCounts {
  readonly reason?: string;
}

interface Tier {
  readonly name: string;
  /** Rejects when the tier could not start or gave no counts. */
  readonly run: () => Promise<TierCounts>;
}

/** All of `npm test`, in the order of a failure's price: what is quick and breaks most comes first. */
export const TIERS: readonly Tier[] = [
  { name: "build", run: () => runSteps([["node", "esbuild.mjs", "--tests"]]) },
  {
    name: "check",
    run: () =>
      runSteps([
        ["tsc", "-b"],
        ["eslint", "."],
        ["prettier", "--check", "."],
      ]),
  },
  { name: "unit", run: () => runVitest("unit", 15 * MINUTE_MS) },
  { name: "vscode", run: () => runVscodeSuite() },
  { name: "browser", run: () => runVitest("browser", 30 * MINUTE_MS) }, // brings Chromium, and with it the GPU of the next
  { name: "process", run: () => runVitest("process", 20 * MINUTE_MS) },
  { name: "accuracy", run: () => runVitest("accuracy", 30 * MINUTE_MS) },
];

/** Runs programs of node_modules/.bin; each counts as one test. */
async function runSteps(steps: readonly (readonly [string, ...string[]])[]): Promise<TierCounts> {
  const failed: string[] = [];
  for (const step of steps) {
    if ((await exitCodeOf(step, 10 * MINUTE_MS)) !== 0) failed.push(step.join(" "));
  }
  const counts = { passed: steps.length - failed.length, failed: failed.length, skipped: 0 };
  return failed.length > 0 ? { ...counts, reason: `failed: ${failed.join("; ")}` } : counts;
}

async function runVitest(project: string, timeoutMs: number): Promise<TierCounts> {
  const folder = mkdtempSync(join(tmpdir(), "train-lens-counts-"));
  const file = join(folder, "counts.json");
  try {
    const reporters = ["--reporter=default", "--reporter=./test/host/tierReporter.ts"];
    const command = ["vitest", "run", "--project", project, ...reporters] as const;
    const exitCode = await exitCodeOf(command, timeoutMs, { [COUNTS_FILE]: file });
    if (!existsSync(file)) throw new Error(`vitest ended with ${exitCode} and without counts.`);
    const counts = JSON.parse(readFileSync(file, "utf8")) as TestCounts;
    if (counts.passed + counts.failed + counts.skipped === 0) throw new Error("There are no tests in this tier.");
    if (counts.failed > 0 || exitCode === 0) return counts;
    return { ...counts, failed: 1, reason: `vitest ended with ${exitCode} though no test failed` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a program of node_modules/.bin with `environment` added to ours; ends it when the time is over. */
async function exitCodeOf(
  [command, ...args]: readonly [string, ...string[]],
  timeoutMs: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  const group = new ProcessGroup(command, args, {
    cwd: PROJECT,
    env: {
      ...process.env,
      ...environment,
      PATH: [join(PROJECT, "node_modules", ".bin"), process.env.PATH].join(delimiter),
    },
    output: "inherit",
  });
  const timeout = setTimeout(() => {
    console.error(`${command} has not ended within ${timeoutMs / MINUTE_MS} minutes.`);
    void group.end();
  }, timeoutMs);
  const exitCode = await group.exited;
  clearTimeout(timeout);
  return exitCode;
}
