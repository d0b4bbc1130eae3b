// `npm test`: builds, then runs every tier in turn, or those named as arguments. The last line holds the counts of all.
// A tier that cannot start, or ends without its counts, counts as one failure.
import { TIERS, type TierCounts } from "./host/tiers.ts";

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
  const counts = await run().catch((error: unknown): TierCounts => {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(reason);
    return { passed: 0, failed: 1, skipped: 0, reason: reason.split("\n")[0] ?? "" };
  });
  for (const key of ["passed", "failed", "skipped"] as const) totals[key] += counts[key];
  const seconds = Math.round((Date.now() - started) / 1000);
  report.push(`${name}: ${inWords(counts)} (${seconds} s)${counts.reason ? `: ${counts.reason}` : ""}`);
}

console.log(`\n${report.join("\n")}\n${inWords(totals)}`);
process.exitCode = totals.failed > 0 ? 1 : 0;

function inWords({ passed, failed, skipped }: TierCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
