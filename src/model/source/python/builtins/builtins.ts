import { findAttribute, getAttribute, setAttribute } from "../interpreter/attributes";
import { compareOrder } from "../interpreter/compareValues";
import { describeValue } from "../interpreter/describeValue";
import { dictionaryOf, setEntry } from "../interpreter/dictionary";
import { reprText, strText } from "../interpreter/format";
import { iterate } from "../interpreter/iterate";
import { asNumber, isTrue } from "../interpreter/operators";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import { MODULE_NAMES } from "../torch/moduleNames";
import { Arguments } from "../values/arguments";
import type { NativeCall, NativeFunction, Passed } from "../values/nativeCall";
import { bool, float, int, list, native, NONE, str, tuple, unknown, type Value } from "../values/values";
import { pairsOf } from "./dictionaryMethods";
import { isInstance, typeOf } from "./types";

const MAX_RANGE = 10_000;

/** `dict(...)` and `OrderedDict(...)`. */
export const dictionaryFrom: NativeFunction = call => {
  const result = dictionaryOf([]);
  for (const { value, keyword, range } of call.arguments) {
    if (keyword !== undefined) setEntry(result, str(keyword), value, range);
    else if (value.kind === "unknown") return value;
    else for (const [key, item] of pairsOf(value, call)) setEntry(result, key, item, range);
  }
  return result;
};

/** `functools.partial(callee, ...)`. */
export const partial: NativeFunction = ({ arguments: [callee, ...first] }) =>
  native("partial", ({ interpreter, arguments: rest, range }) => {
    if (!callee) return refuse(range, REASONS.construct, "this call");
    const named = new Set(rest.map(({ keyword }) => keyword).filter(keyword => keyword !== undefined));
    const kept = first.filter(({ keyword }) => keyword === undefined || !named.has(keyword));
    return interpreter.call(callee.value, [...kept, ...rest], range);
  });

const FUNCTIONS: Readonly<Record<string, NativeFunction>> = {
  print: () => NONE,
  dict: dictionaryFrom,
  range: call => {
    const numbers = call.arguments.map(({ value, range }) => {
      if (value.kind === "unknown") call.interpreter.refuseUnknown(value.reason, range);
      return value.kind === "int"
        ? value.value
        : refuse(range, REASONS.wrongKind, "range", "stop", "a whole number", describeValue(value));
    });
    const [start, stop, step] =
      numbers.length === 1 ? [0, numbers[0]!, 1] : [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 1];
    const count = step === 0 ? refuse(call.range, REASONS.raises) : Math.max(0, Math.ceil((stop - start) / step));
    if (count > MAX_RANGE) refuse(call.range, REASONS.tooLong);
    return tuple(Array.from({ length: count }, (_, index) => int(start + index * step)));
  },
  zip: call => {
    const columns = call.arguments.map(({ value, range }) => iterate(call.interpreter, value, range));
    const count = Math.min(...columns.map(column => column.length), columns.length === 0 ? 0 : Infinity);
    return list(Array.from({ length: count }, (_, row) => tuple(columns.map(column => column[row]!))));
  },
  enumerate: call => {
    const given = new Arguments(call, "enumerate", ["iterable", "start"]);
    const start = given.int("start", 0);
    return list(
      iterate(call.interpreter, given.need("iterable"), call.range).map((item, index) =>
        tuple([int(start + index), item]),
      ),
    );
  },
  reversed: call => list([...items(call)].reverse()),
  sorted: call =>
    call.arguments.length === 1
      ? list([...items(call)].sort((a, b) => compareOrder(a, b, call.range)))
      : refuse(call.range, REASONS.construct, "`sorted` with a key"),
  list: call => list(call.arguments.length === 0 ? [] : [...items(call)]),
  tuple: call => tuple(call.arguments.length === 0 ? [] : items(call)),
  iter: call => list([...items(call)]),
  len: call => {
    const value = first(call);
    return value.kind === "tensor"
      ? call.interpreter.call(
          getAttribute(call.interpreter, value, "size", call.range),
          [{ value: int(0), range: call.range }],
          call.range,
        )
      : int(items(call).length);
  },
  sum: call =>
    items(call).reduce(
      (sum, item) => call.interpreter.operate("+", sum, item, call.range),
      call.arguments[1]?.value ?? int(0),
    ),
  max: call => extreme(call, 1),
  min: call => extreme(call, -1),
  abs: call => keepKind(first(call), Math.abs(number(call))),
  pow: call => call.interpreter.operate("**", first(call), call.arguments[1]?.value ?? NONE, call.range),
  int: call => {
    const value = first(call);
    if (value.kind === "batch-size") return value;
    if (value.kind === "str" && /^\s*[-+]?\d+\s*$/.test(value.value)) return int(Number(value.value));
    return int(Math.trunc(number(call)));
  },
  float: call => float(number(call)),
  round: call => {
    const value = number(call);
    if (call.arguments.length > 1) return unknown(REASONS.construct, "`round` to digits");
    const down = Math.floor(value);
    const isHalf = value - down === 0.5;
    return int(isHalf ? down + Math.abs(down % 2) : Math.round(value));
  },
  bool: call => bool(isTrue(call.interpreter, first(call), call.range)),
  str: call => textValue(strText(first(call))),
  repr: call => textValue(reprText(first(call))),
  any: call => bool(items(call).some(item => isTrue(call.interpreter, item, call.range))),
  all: call => bool(items(call).every(item => isTrue(call.interpreter, item, call.range))),
  map: call => {
    const [callee, ...columns] = call.arguments;
    if (!callee || columns.length !== 1) return refuse(call.range, REASONS.construct, "`map` in this form");
    const [column] = columns as [Passed];
    const results = iterate(call.interpreter, column.value, column.range).map(value =>
      call.interpreter.call(callee.value, [{ value, range: column.range }], call.range),
    );
    return list(results);
  },
  isinstance: call => {
    const [value, types] = call.arguments;
    if (!value || !types) return refuse(call.range, REASONS.construct, "`isinstance`");
    if (value.value.kind === "unknown") return value.value;
    return bool(isInstance(value.value, types.value, call.range));
  },
  type: call => typeOf(first(call), call.range),
  hasattr: call => bool(findOptional(call) !== undefined),
  getattr: call => {
    const otherwise = call.arguments[2];
    return (
      findOptional(call) ??
      otherwise?.value ??
      refuse(call.range, REASONS.missingAttribute, describeValue(first(call)), name(call))
    );
  },
  setattr: call => {
    const value = call.arguments[2]?.value ?? refuse(call.range, REASONS.construct, "`setattr`");
    setAttribute(call.interpreter, first(call), name(call), value, call.range);
    return NONE;
  },
  next: call => {
    const [head] = items(call);
    return head ?? call.arguments[1]?.value ?? refuse(call.range, REASONS.raises);
  },
  callable: call => bool(/^(function|method|native|module|class|external)$/.test(first(call).kind)),
};

/** Python's own functions, by name. */
export const BUILTINS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...Object.entries(FUNCTIONS).map(([key, call]) => [key, native(key, call)] as const),
  ["object", { kind: "external", path: "object" }],
  ["__name__", str("__main__")],
  ["NotImplementedError", { kind: "external", path: "NotImplementedError" }],
  ["ValueError", { kind: "external", path: "ValueError" }],
  ["input", { kind: "external", path: "input" }],
  ["open", { kind: "external", path: "open" }],
]);

function first(call: NativeCall): Value {
  const value = call.arguments[0]?.value ?? refuse(call.range, REASONS.construct, "this call");
  return value.kind === "unknown" ? call.interpreter.refuseUnknown(value.reason, call.range) : value;
}

const items = (call: NativeCall) => {
  const value = first(call);
  return value.kind === "module" && value.container === undefined
    ? refuse(call.range, REASONS.notIterable, describeValue(value))
    : iterate(call.interpreter, value, call.range);
};

const number = (call: NativeCall) => {
  const value = first(call);
  return asNumber(value) ?? refuse(call.range, REASONS.construct, `${describeValue(value)} as a number`);
};

const name = (call: NativeCall) => {
  const value = call.arguments[1]?.value;
  return value?.kind === "str" ? value.value : refuse(call.range, REASONS.construct, "an attribute without a name");
};

/** An attribute that may be missing; ends the reading where PyTorch may have one that is not known here. */
function findOptional(call: NativeCall): Value | undefined {
  const object = first(call);
  const found = findAttribute(call.interpreter, object, name(call), call.range);
  const isOfLayers = /^(weight|bias|reset_parameters|(in|out)_(features|channels)|kernel_size|num_features)$/;
  const isUnsure =
    object.kind === "module" &&
    (object.class === undefined
      ? !isOfLayers.test(name(call)) || (!object.layer && !object.container)
      : MODULE_NAMES.has(name(call)) || name(call).startsWith("_"));
  if (!found && isUnsure) refuse(call.range, REASONS.construct, `the attribute \`${name(call)}\``);
  return found;
}

const keepKind = (value: Value, result: number) => (value.kind === "float" ? float(result) : int(result));

const textValue = (text: string | undefined) =>
  text === undefined ? unknown(REASONS.construct, "the text of this value") : str(text);

function extreme(call: NativeCall, sign: 1 | -1): Value {
  const candidates = call.arguments.length === 1 ? items(call) : call.arguments.map(({ value }) => value);
  const [initial] = candidates;
  if (!initial) return refuse(call.range, REASONS.raises);
  const unclear = candidates.find(candidate => candidate.kind === "unknown");
  if (unclear) return unclear;
  return candidates.reduce((best, value) => (sign * compareOrder(value, best, call.range) > 0 ? value : best), initial);
}
