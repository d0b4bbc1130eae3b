import Mocha from "mocha";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { FAILURE_MARK, SUITE_PREFIX, summaryLine } from "../host/suiteSummary.ts";
import { mapStack } from "./mapStack.ts";

const TEST_TIMEOUT_MS = 60_000;

/** Runs every bundled `*.test.js` beside this module; VS Code calls it inside its extension host. */
export async function run(): Promise<void> {
  // Only then are the source maps of the tests kept for `mapStack`.
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({ ui: "tdd", timeout: TEST_TIMEOUT_MS, reporter: ConsoleReporter });
  for (const file of readdirSync(__dirname, { recursive: true, encoding: "utf8" }).sort()) {
    if (file.endsWith(".test.js")) mocha.addFile(join(__dirname, file));
  }
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}

/** A console line for each test, then the counts in a line that the host reads. */
class ConsoleReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const print = (line: string) => console.log(SUITE_PREFIX + line);
    runner.on("pass", test => print(`✓ ${test.fullTitle()} (${test.duration ?? 0} ms)`));
    runner.on("fail", (test, error: Error) =>
      print(`${FAILURE_MARK}${test.fullTitle()}\n${mapStack(error.stack ?? String(error))}`),
    );
    runner.on("pending", test => print(`- ${test.fullTitle()} (skipped)`));
    runner.on("end", () => {
      const { passes, failures, pending } = this.stats;
      console.log(summaryLine({ passed: passes, failed: failures, skipped: pending }));
    });
  }
}
