import type { DescribedComparison } from "../compare";
import { printable } from "./printable";

/** How two files of weights differ, for people: a line per tensor, what changed most first. */
export function comparisonLines(comparisons: readonly DescribedComparison[]): string[] {
  const rows = [["name", "relative L2", "cosine", ""], ...comparisons.map(rowOf)];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)));
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}

function rowOf({ name, relativeL2, cosine, ...rest }: DescribedComparison): string[] {
  const change = typeof relativeL2 === "number" ? relativeL2.toPrecision(5) : (relativeL2 ?? "-");
  return [printable(name), change, cosine === undefined ? "-" : cosine.toFixed(6), noteOf(rest)];
}

function noteOf({ before, after, reason, nonFinite = 0, l2 }: Omit<DescribedComparison, "name">): string {
  if (!before) return "only in the second file";
  if (!after) return "only in the first file";
  const shape = (size: readonly number[]) => `[${size.join(", ")}]`;
  if (reason !== undefined) return reason;
  if (l2 === undefined) return `${shape(before.shape)} and ${shape(after.shape)}`;
  const notes = [
    l2 === 0 && "no change",
    before.dtype !== after.dtype && `${before.dtype} and ${after.dtype}`,
    nonFinite > 0 && `${nonFinite} NaN or infinite`,
  ];
  return notes.filter(note => note !== false).join(", ");
}
