import type { SourceRange } from "../../modelSpec";
import { refuse } from "../refusal";
import { SCRIPT_REASONS as REASONS } from "./reasons";
import { Entries, type Entry, type Made, type ScriptValue } from "./scriptValue";

/** The options of one call of TensorFlow.js; what nobody asks for is refused at the end. */
export class LayerConfig {
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #asked = new Set<string>(["name"]);
  readonly range: SourceRange;
  /** The function as it is called: `dense`. */
  readonly function: string;

  constructor(made: Made) {
    const [first] = made.passed;
    this.#entries = first?.value instanceof Entries ? first.value.entries : new Map<string, Entry>();
    this.range = made.range;
    this.function = made.path.split(".").at(-1)!;
    if (first && !(first.value instanceof Entries)) this.wrong(first, "its argument", "an object of options");
  }

  given(key: string): Entry | undefined {
    this.#asked.add(key);
    const entry = this.#entries.get(key);
    return entry?.value === undefined ? undefined : entry;
  }

  number(key: string, usual?: number): number {
    const entry = this.given(key);
    if (!entry) return usual ?? refuse(this.range, REASONS.missing, this.function, key);
    return typeof entry.value === "number" ? entry.value : this.wrong(entry, key, "a number");
  }

  /** A whole number from 1. */
  count(key: string): number {
    const value = this.number(key);
    return Number.isSafeInteger(value) && value > 0
      ? value
      : this.wrong(this.given(key)!, key, "a whole number from 1");
  }

  text(key: string, usual: string): string {
    const entry = this.given(key);
    if (!entry) return usual;
    return typeof entry.value === "string" ? entry.value : this.wrong(entry, key, "a string");
  }

  flag(key: string, usual: boolean): boolean {
    const entry = this.given(key);
    if (!entry) return usual;
    return typeof entry.value === "boolean" ? entry.value : this.wrong(entry, key, "`true` or `false`");
  }

  /** One whole number for both directions, or two. */
  pair(key: string, usual?: readonly [number, number]): readonly [number, number] {
    const entry = this.given(key);
    if (!entry) return usual ?? refuse(this.range, REASONS.missing, this.function, key);
    const values = typeof entry.value === "number" ? [entry.value, entry.value] : numbersOf(entry.value);
    if (values?.length !== 2 || !values.every(value => Number.isSafeInteger(value) && value > 0)) {
      return this.wrong(entry, key, "a whole number or two of them");
    }
    return values as unknown as readonly [number, number];
  }

  wrong({ range }: Entry, key: string, wanted: string): never {
    return refuse(range, REASONS.expected, this.function, key, wanted);
  }

  /** Refuses the options that were given but never asked for. */
  refuseRest(): void {
    for (const [key, { range, value }] of this.#entries) {
      if (!this.#asked.has(key) && value !== undefined && value !== null)
        refuse(range, REASONS.option, this.function, key);
    }
  }
}

/** `value` as a list of numbers, if it is one. */
export function numbersOf(value: ScriptValue): readonly number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.every((item: ScriptValue) => typeof item === "number") ? value : undefined;
}
