import { formatFields, strText } from "../interpreter/format";
import { iterate } from "../interpreter/iterate";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { NativeCall } from "../values/nativeCall";
import { bool, int, list, native, str, unknown, type Value } from "../values/values";

type Method = (text: string, call: NativeCall) => Value;

const METHODS: Readonly<Record<string, Method>> = {
  lower: text => str(text.toLowerCase()),
  upper: text => str(text.toUpperCase()),
  strip: (text, call) => (call.arguments.length === 0 ? str(text.trim()) : unknown(REASONS.construct, "`strip`")),
  find: (text, call) => int(text.indexOf(textArgument(call, 0))),
  startswith: (text, call) => bool(text.startsWith(textArgument(call, 0))),
  endswith: (text, call) => bool(text.endsWith(textArgument(call, 0))),
  replace: (text, call) => str(text.replaceAll(textArgument(call, 0), textArgument(call, 1))),
  split: (text, call) => {
    const parts = call.arguments.length === 0 ? text.trim().split(/\s+/) : text.split(textArgument(call, 0));
    return list(parts.map(str));
  },
  join: (text, call) => {
    const [given] = call.arguments;
    if (!given) return refuse(call.range, REASONS.construct, "`join`");
    const parts = iterate(call.interpreter, given.value, given.range).map(strText);
    return str(parts.join(text));
  },
  format: (text, call) => {
    const positional = call.arguments.flatMap(({ value, keyword }) => (keyword === undefined ? [value] : []));
    const keywords = new Map(
      call.arguments.flatMap(({ value, keyword }) => (keyword === undefined ? [] : [[keyword, value] as const])),
    );
    return formatFields(text, positional, keywords, call.range);
  },
};

/** A method of the string `text`, bound to it. */
export function stringMethod(text: string, name: string): Value | undefined {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  return method && native(name, call => method(text, call));
}

function textArgument(call: NativeCall, index: number): string {
  const value = call.arguments[index]?.value;
  return value?.kind === "str" ? value.value : refuse(call.range, REASONS.construct, "this call on a string");
}
