import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { PROJECT } from "./paths.ts";
import { ProcessGroup } from "./processGroup.ts";
import { runVscodeSuite } from "./runVscodeSuite.ts";
import type { SuiteResult } from "./suiteSummary.ts";
import { RESULT_FILE } from "./tierReporter.ts";

const MINUTE_MS = 60_000;

interface Tier {
  readonly name: string;
  /** Rejects when the tier could not start or gave no counts. */
  readonly run: () => Promise<SuiteResult>;
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
async function runSteps(steps: readonly (readonly [string, ...string[]])[]): Promise<SuiteResult> {
  const failed: string[] = [];
  for (const step of steps) {
    if ((await exitCodeOf(step, 10 * MINUTE_MS)) !== 0) failed.push(step.join(" "));
  }
  return { passed: steps.length - failed.length, failed: failed.length, skipped: 0, failures: failed };
}

async function runVitest(project: string, timeoutMs: number): Promise<SuiteResult> {
  const folder = mkdtempSync(join(tmpdir(), "train-lens-result-"));
  const file = join(folder, "result.json");
  try {
    const reporters = ["--reporter=default", "--reporter=./test/host/tierReporter.ts"];
    const command = ["vitest", "run", "--project", project, ...reporters] as const;
    const exitCode = await exitCodeOf(command, timeoutMs, { [RESULT_FILE]: file });
    if (!existsSync(file)) throw new Error(`vitest ended with ${exitCode} and without counts.`);
    const result = JSON.parse(readFileSync(file, "utf8")) as SuiteResult;
    if (result.passed + result.failed + result.skipped === 0) throw new Error("There are no tests in this tier.");
    if (result.failed > 0 || exitCode === 0) return result;
    return { ...result, failed: 1, failures: [`vitest ended with ${exitCode} though no test failed`] };
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
