import type { SourceRange } from "../../modelSpec";
import type { Misfit, MisfitLayer } from "../misfit";
import type { ModelReading } from "../readModels";
import { problemReason } from "./problem";
import type { Reason } from "../reason";

/** A change of one number that makes two sizes fit. */
export interface Fix {
  readonly range: SourceRange;
  readonly newText: string;
  readonly reason: Reason;
}

/** What fixes do, in English. */
export const FIXES = {
  consumer: "Let `{0}` take {1}",
  producer: "Let `{0}` give {1}",
} as const;

/**
 * The changes that remove `misfit`, the likeliest first: only where the size is written in numbers, and only those
 * after which `read` no longer finds the same two sizes apart.
 */
export function findFixes(text: string, misfit: Misfit, read: (text: string) => readonly ModelReading[]): Fix[] {
  const { consumer, producer, expected, given } = misfit;
  const fixes = [
    fixOf(text, consumer, given, FIXES.consumer),
    ...(producer ? [fixOf(text, producer, expected, FIXES.producer)] : []),
  ];
  return fixes.filter((fix): fix is Fix => fix !== undefined && removes(text, fix, misfit, read));
}

function fixOf(text: string, { name, size }: MisfitLayer, wanted: number, template: string): Fix | undefined {
  const written = /^(\w+\s*=\s*)?([\d\s*+()-]+)$/.exec(text.slice(size.from, size.to));
  if (!written) return undefined;
  const range = { from: size.from + (written[1]?.length ?? 0), to: size.to };
  return { range, newText: String(wanted), reason: problemReason(template, name, wanted) };
}

function removes(
  text: string,
  { range, newText }: Fix,
  misfit: Misfit,
  read: (text: string) => readonly ModelReading[],
) {
  const changed = text.slice(0, range.from) + newText + text.slice(range.to);
  return !read(changed).some(({ outcome }) => {
    const left = outcome.understood ? undefined : outcome.refusal.misfit;
    return left?.consumer.name === misfit.consumer.name && left.unit === misfit.unit;
  });
}
