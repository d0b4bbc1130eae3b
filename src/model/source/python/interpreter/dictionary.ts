import type { SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import { str, type DictionaryValue, type Value } from "../values/values";

/** A dictionary of `pairs`, in their order. */
export function dictionaryOf(pairs: readonly (readonly [string, Value])[]): DictionaryValue {
  return {
    kind: "dictionary",
    entries: new Map(pairs.map(([key, value]) => [`str ${key}`, { key: str(key), value }])),
  };
}

/** Sets `key` to `value`; `range` is named when the key is of a kind that is not read. */
export function setEntry(dictionary: DictionaryValue, key: Value, value: Value, range: SourceRange): void {
  const id = keyText(key, range);
  const entry = dictionary.entries.get(id);
  if (entry) entry.value = value;
  else dictionary.entries.set(id, { key, value });
}

/** The value of `key`, or undefined. */
export function findEntry(dictionary: DictionaryValue, key: Value, range: SourceRange): Value | undefined {
  return dictionary.entries.get(keyText(key, range))?.value;
}

/** Takes `key` out; returns its value, or undefined when it was not there. */
export function removeEntry(dictionary: DictionaryValue, key: Value, range: SourceRange): Value | undefined {
  const value = findEntry(dictionary, key, range);
  dictionary.entries.delete(keyText(key, range));
  return value;
}

function keyText(key: Value, range: SourceRange): string {
  switch (key.kind) {
    case "str":
      return `str ${key.value}`;
    case "int":
    case "float":
    case "bool":
      return `number ${Number(key.value)}`;
    case "none":
      return "none";
    case "tuple":
      return `(${key.items.map(item => keyText(item, range)).join(", ")})`;
    default:
      return refuse(range, REASONS.construct, "this key of a dictionary");
  }
}
