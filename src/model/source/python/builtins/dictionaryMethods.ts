import { findEntry, removeEntry, setEntry } from "../interpreter/dictionary";
import { iterate } from "../interpreter/iterate";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { NativeCall } from "../values/nativeCall";
import { list, native, NONE, tuple, type DictionaryValue, type Value } from "../values/values";

type Method = (dictionary: DictionaryValue, call: NativeCall) => Value;

const METHODS: Readonly<Record<string, Method>> = {
  items: ({ entries }) => list([...entries.values()].map(({ key, value }) => tuple([key, value]))),
  keys: ({ entries }) => list([...entries.values()].map(({ key }) => key)),
  values: ({ entries }) => list([...entries.values()].map(({ value }) => value)),
  get: (dictionary, { arguments: [key, otherwise], range }) =>
    (key && findEntry(dictionary, key.value, range)) ?? otherwise?.value ?? NONE,
  pop: (dictionary, { arguments: [key, otherwise], range }) =>
    (key && removeEntry(dictionary, key.value, range)) ??
    otherwise?.value ??
    refuse(range, REASONS.missingKey, "this key"),
  copy: ({ entries }) => ({
    kind: "dictionary",
    entries: new Map([...entries].map(([id, entry]) => [id, { ...entry }])),
  }),
  setdefault: (dictionary, { arguments: [key, otherwise], range }) => {
    if (!key) return refuse(range, REASONS.construct, "this call");
    const value = findEntry(dictionary, key.value, range) ?? otherwise?.value ?? NONE;
    setEntry(dictionary, key.value, value, range);
    return value;
  },
  update: (dictionary, call) => {
    const [given] = call.arguments;
    for (const [key, value] of given ? pairsOf(given.value, call) : []) setEntry(dictionary, key, value, call.range);
    return NONE;
  },
};

/** A method of a dictionary, bound to it. */
export function dictionaryMethod(dictionary: DictionaryValue, name: string): Value | undefined {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  return method && native(name, call => method(dictionary, call));
}

/** The keys and values of a dictionary, or of a list of pairs. */
export function pairsOf(given: Value, call: NativeCall): (readonly [Value, Value])[] {
  if (given.kind === "dictionary") return [...given.entries.values()].map(({ key, value }) => [key, value]);
  return iterate(call.interpreter, given, call.range).map(pair => {
    const [key, value, ...more] = iterate(call.interpreter, pair, call.range);
    return key && value && more.length === 0 ? [key, value] : refuse(call.range, REASONS.construct, "this dictionary");
  });
}
