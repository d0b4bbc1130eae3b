import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { PROJECT } from "./paths.ts";
import { ProcessGroup } from "./processGroup.ts";
import { runVscodeSuite } from "./runVscodeSuite.ts";
import type { TestCounts } from "./suiteSummary.ts";

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
  { name: "process", run: () => runVitest("process", 20 * MINUTE_MS) },
  { name: "accuracy", run: () => runVitest("accuracy", 30 * MINUTE_MS) },
  { name: "vscode", run: () => runVscodeSuite() },
  { name: "browser", run: () => runVitest("browser", 30 * MINUTE_MS) },
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

/** Of vitest's JSON report, what is counted here. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

async function runVitest(project: string, timeoutMs: number): Promise<TierCounts> {
  const folder = mkdtempSync(join(tmpdir(), "train-lens-report-"));
  const file = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const exitCode = await exitCodeOf(["vitest", "run", "--project", project, ...reporters], timeoutMs);
    return countsOf(JSON.parse(readReport(file, exitCode)) as VitestReport, exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file: string, exitCode: number): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`vitest ended with ${exitCode} and without a report.`, { cause: error });
  }
}

function countsOf(report: VitestReport, exitCode: number): TierCounts {
  // A file that does not even load has no tests to fail.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  ).length;
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  if (counts.passed + counts.failed + counts.skipped === 0) throw new Error("There are no tests in this tier.");
  if (counts.failed > 0 || exitCode === 0) return counts;
  return { ...counts, failed: 1, reason: `vitest ended with ${exitCode} though no test failed` };
}

async function exitCodeOf([command, ...args]: readonly [string, ...string[]], timeoutMs: number): Promise<number> {
  const group = new ProcessGroup(command, args, {
    cwd: PROJECT,
    env: { ...process.env, PATH: [join(PROJECT, "node_modules", ".bin"), process.env.PATH].join(delimiter) },
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
