import { areEqual } from "../interpreter/compareValues";
import { iterate } from "../interpreter/iterate";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { NativeCall } from "../values/nativeCall";
import { int, list, native, NONE, type ListValue, type TupleValue, type Value } from "../values/values";

type Method = (items: Value[], call: NativeCall) => Value;

const MUTATING: Readonly<Record<string, Method>> = {
  append: (items, call) => {
    items.push(only(call));
    return NONE;
  },
  extend: (items, call) => {
    items.push(...iterate(call.interpreter, only(call), call.range));
    return NONE;
  },
  insert: (items, call) => {
    const [at, item] = call.arguments;
    if (at?.value.kind !== "int" || !item) return refuse(call.range, REASONS.construct, "`insert` here");
    items.splice(at.value.value, 0, item.value);
    return NONE;
  },
  pop: (items, call) => {
    const at = call.arguments[0]?.value ?? int(-1);
    if (at.kind !== "int" || items.at(at.value) === undefined) return refuse(call.range, REASONS.outOfRange);
    return items.splice(at.value, 1)[0]!;
  },
  reverse: items => {
    items.reverse();
    return NONE;
  },
  clear: items => {
    items.length = 0;
    return NONE;
  },
};

const READING: Readonly<Record<string, Method>> = {
  copy: items => list([...items]),
  index: (items, call) => {
    const at = items.findIndex(item => areEqual(item, only(call), call.range));
    return at < 0 ? refuse(call.range, REASONS.outOfRange) : int(at);
  },
  count: (items, call) => int(items.filter(item => areEqual(item, only(call), call.range)).length),
  /** Of `torch.Size`. */
  numel: (items, call) =>
    items.reduce((product, item) => call.interpreter.operate("*", product, item, call.range), int(1)),
};

/** A method of a list or tuple, bound to it. */
export function listMethod(object: ListValue | TupleValue, name: string): Value | undefined {
  const items = object.items as Value[];
  const methods = object.kind === "list" ? { ...READING, ...MUTATING } : READING;
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return method && native(name, call => method(items, call));
}

function only(call: NativeCall): Value {
  const [given, ...more] = call.arguments;
  return given && more.length === 0 ? given.value : refuse(call.range, REASONS.construct, "this call");
}
