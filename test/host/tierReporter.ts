import { writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule } from "vitest/node";
import type { TestCounts } from "./suiteSummary.ts";

/** The environment variable that names the file into which `TierReporter` writes its counts as JSON. */
export const COUNTS_FILE = "TRAIN_LENS_COUNTS_FILE";

/** Counts a tier's tests for `npm test` and says why some were skipped, which vitest's own summary leaves out. */
export default class TierReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap(module => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter(test => test.result().state === state);
    const skipped = inState("skipped");
    const counts: TestCounts = {
      passed: inState("passed").length,
      failed: inState("failed").length + brokenGroups(modules) + unhandledErrors.length,
      skipped: skipped.length,
    };
    printReasons(skipped);
    const file = process.env[COUNTS_FILE];
    if (file) writeFileSync(file, JSON.stringify(counts));
  }
}

/** Files that do not load, and groups whose set-up or clean-up fails: their tests do not fail, they never run. */
function brokenGroups(modules: readonly TestModule[]): number {
  const groups = modules.flatMap(module => [module, ...module.children.allSuites()]);
  return groups.filter(group => group.errors().length > 0).length;
}

function printReasons(skipped: readonly TestCase[]): void {
  const counts = new Map<string, number>();
  for (const test of skipped) {
    const reason = reasonOf(test);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  for (const [reason, count] of counts) console.log(` skipped ${count}: ${reason}`);
}

/** The note given to `context.skip`, or what a group says of itself in its name: "(skipped: no MNIST ...)". */
function reasonOf(test: TestCase): string {
  const result = test.result();
  const note = result.state === "skipped" ? result.note : undefined;
  return note ?? /\(skipped: (.*?)\)/.exec(test.fullName)?.[1] ?? `no reason given by "${test.fullName}"`;
}
