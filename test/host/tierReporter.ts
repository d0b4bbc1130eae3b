import { writeFileSync } from "node:fs";
import type { Reporter, SerializedError, TestCase, TestModule, TestSuite } from "vitest/node";
import type { SuiteResult } from "./suiteSummary.ts";

/** The environment variable that names the file into which `TierReporter` writes a `SuiteResult` as JSON. */
export const RESULT_FILE = "TRAIN_LENS_RESULT_FILE";

/**
 * Counts a tier's tests for `npm test`, which names those that failed once more at its end, and says why some were
 * skipped, which vitest's own summary leaves out.
 */
export default class TierReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const tests = modules.flatMap(module => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter(test => test.result().state === state);
    const skipped = inState("skipped");
    const inWords = (test: TestCase) => inOneLine(placeOf(test), test.result().errors ?? []);
    const failures = [
      ...inState("failed").map(inWords),
      ...brokenGroups(modules).map(group => inOneLine(placeOf(group), group.errors())),
      ...unhandledErrors.map(error => inOneLine("outside of any test", [error])),
    ];
    const result: SuiteResult = {
      passed: inState("passed").length,
      failed: failures.length,
      skipped: skipped.length,
      failures,
      unsteady: tests.filter(test => test.diagnostic()?.flaky).map(inWords),
    };
    printReasons(skipped);
    const file = process.env[RESULT_FILE];
    if (file) writeFileSync(file, JSON.stringify(result));
  }
}

/** Files that do not load, and groups whose set-up or clean-up fails: their tests do not fail, they never run. */
function brokenGroups(modules: readonly TestModule[]): (TestModule | TestSuite)[] {
  const groups = modules.flatMap(module => [module, ...module.children.allSuites()]);
  return groups.filter(group => group.errors().length > 0);
}

function placeOf(part: TestCase | TestSuite | TestModule): string {
  return part.type === "module" ? part.relativeModuleId : `${part.module.relativeModuleId} > ${part.fullName}`;
}

/** What failed, and the first error's sentence with that of its cause: a seeded test's error only names the seed. */
function inOneLine(what: string, errors: readonly SerializedError[]): string {
  const reasons: string[] = [];
  for (let error = errors[0]; error !== undefined; error = error.cause)
    reasons.push((error.message.split("\n")[0] ?? "").trim());
  return [what, ...reasons].join(": ");
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
