import type { SourceRange } from "../../../modelSpec";

/** A copy of `part`, a piece of syntax, that stands `by` characters further on. */
export function shiftRanges<T>(part: T, by: number): T {
  if (by === 0 || typeof part !== "object" || part === null) return part;
  if (Array.isArray(part)) return part.map((item: unknown) => shiftRanges(item, by)) as T;
  const copy: Record<string, unknown> = {};
  for (const key in part) {
    const value = part[key];
    if (typeof value === "object") copy[key] = shiftRanges(value, by);
    else copy[key] = isOffset(key, part) ? (value as number) + by : value;
  }
  return copy as T;
}

const isOffset = (key: string, part: object) => (key === "from" || key === "to") && isRange(part);
const isRange = (part: object): part is SourceRange => "from" in part && typeof part.from === "number";
