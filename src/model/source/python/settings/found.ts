import type { SourceRange } from "../../../modelSpec";
import type { Reason } from "../../reason";
import { note, SETTING_NOTES, type Note } from "../../settingNotes";

/** A value of a setting, where it stands, or why it cannot be told. */
export type Found<T> =
  { readonly range: SourceRange; readonly value: T } | { readonly range: SourceRange; readonly problem: Reason };

/** What all places of a file together say about one setting. */
export interface Agreed<T> {
  readonly value?: T;
  readonly range?: SourceRange;
  readonly notes: readonly Note[];
}

/** The one value that `found` agrees on; what is unclear or contradicts is left out with a note. */
export function agree<T>(name: string, found: readonly Found<T>[]): Agreed<T> {
  const notes = found.flatMap((item): Note[] =>
    "problem" in item ? [{ range: item.range, reason: item.problem }] : [],
  );
  if (notes.length > 0) return { notes };
  const [first, ...others] = found as readonly { readonly range: SourceRange; readonly value: T }[];
  if (!first) return { notes };
  const text = (value: T) => JSON.stringify(value);
  const other = others.find(({ value }) => text(value) !== text(first.value));
  if (!other) return { value: first.value, range: first.range, notes };
  return { notes: [note(other.range, SETTING_NOTES.conflict, name, text(first.value), text(other.value))] };
}

/** A value of a setting that cannot be told. */
export function unclear<T>(range: SourceRange, name: string): Found<T> {
  return { range: { from: range.from, to: range.to }, problem: { template: SETTING_NOTES.unclear, values: [name] } };
}
