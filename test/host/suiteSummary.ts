/** How many tests of a suite ended how. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The counts of a suite, and a line for each failure: what failed and why. */
export interface SuiteResult extends TestCounts {
  readonly failures: readonly string[];
  /** The same of tests that failed once and passed when they were repeated. */
  readonly unsteady?: readonly string[];
}

/** Before every line of the suite inside VS Code, whose console also carries what VS Code itself has to say. */
export const SUITE_PREFIX = "[suite] ";

/** Begins, after the prefix, the name of a test that failed; its error follows on the lines below. */
export const FAILURE_MARK = "✗ ";

/** The line in which the suite inside VS Code tells its host the counts. */
export function summaryLine({ passed, failed, skipped }: TestCounts): string {
  return `${SUITE_PREFIX}ended: ${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** The counts of a `summaryLine`; undefined for any other line. */
export function parseSummaryLine(line: string): TestCounts | undefined {
  const found = /ended: (\d+) passed, (\d+) failed, (\d+) skipped$/.exec(line);
  return found ? { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3]) } : undefined;
}
