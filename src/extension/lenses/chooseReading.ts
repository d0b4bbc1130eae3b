import type { ModelReading } from "../../model/source/readModels";

/** What a person pointed at: a class by its name, or a place in the text. */
export type Pointer =
  | { readonly className: string; readonly line?: number }
  | { readonly cursorLine: number; readonly lineOfEnd: (offset: number) => number };

/** The reading that is meant: of several classes of a name the closest, at a cursor the class around it, or the only one. */
export function chooseReading(readings: readonly ModelReading[], pointer: Pointer): ModelReading | undefined {
  if ("className" in pointer) {
    const distance = ({ line }: ModelReading) => Math.abs(line - (pointer.line ?? Infinity));
    const named = readings.filter(({ name }) => name === pointer.className);
    // without a line the last one wins, as in Python
    return pointer.line === undefined ? named.at(-1) : named.sort((a, b) => distance(a) - distance(b))[0];
  }
  const { cursorLine, lineOfEnd } = pointer;
  const around = readings.findLast(({ line, end }) => line <= cursorLine && cursorLine <= lineOfEnd(end));
  return around ?? (readings.length === 1 ? readings[0] : undefined);
}
