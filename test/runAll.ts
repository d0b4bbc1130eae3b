// `npm test`: builds, then runs every tier in turn, or those named as arguments. Below the counts of each stands what
// failed in it, be it only once; the last line holds the counts of all. A tier that cannot start, or ends without its
// counts, counts as one failure.
import type { SuiteResult, TestCounts } from "./host/suiteSummary.ts";
import { TIERS } from "./host/tiers.ts";

const names = process.argv.slice(2);
const unknown = names.filter(name => !TIERS.some(tier => tier.name === name));
if (unknown.length > 0) {
  console.error(`No such tier: ${unknown.join(", ")}. There are ${TIERS.map(tier => tier.name).join(", ")}.`);
  process.exit(2);
}

const totals = { passed: 0, failed: 0, skipped: 0 };
const report: string[] = [];
for (const { name, run } of TIERS.filter(tier => names.length === 0 || names.includes(tier.name))) {
  console.log(`\n=== ${name}`);
  const started = Date.now();
  const result = await run().catch((error: unknown): SuiteResult => {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(reason);
    return { passed: 0, failed: 1, skipped: 0, failures: [reason.split("\n")[0] ?? ""] };
  });
  for (const key of ["passed", "failed", "skipped"] as const) totals[key] += result[key];
  const seconds = Math.round((Date.now() - started) / 1000);
  report.push(
    `${name}: ${inWords(result)} (${seconds} s)`,
    ...result.failures.map(failure => `  failed: ${failure}`),
    ...(result.unsteady ?? []).map(failure => `  failed once, passed when repeated: ${failure}`),
  );
}

console.log(`\n${report.join("\n")}\n${inWords(totals)}`);
process.exitCode = totals.failed > 0 ? 1 : 0;

function inWords({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
