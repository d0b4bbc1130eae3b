import type { SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { Expression } from "../syntax/syntax";
import { indexTensor } from "../torch/indexTensor";
import type { Scope } from "../values/scope";
import { registerChild } from "../torch/registerChild";
import { list, str, tuple, type ModuleValue, type Value } from "../values/values";
import { describeValue } from "./describeValue";
import { findEntry, setEntry } from "./dictionary";
import type { Interpreter } from "./interpreter";
import { asNumber } from "./operators";

/** `object[index]`. */
export function getItem(
  interpreter: Interpreter,
  object: Value,
  index: Expression,
  range: SourceRange,
  scope: Scope,
): Value {
  if (object.kind === "unknown") return object;
  if (object.kind === "tensor") return indexTensor(interpreter, object, index, range, scope);
  if (index.kind === "slice") return getSlice(interpreter, object, index, range, scope);
  const key = interpreter.evaluate(index, scope);
  if (key.kind === "unknown") return key;
  if (object.kind === "dictionary") {
    return findEntry(object, key, index) ?? refuse(range, REASONS.missingKey, describeValue(key));
  }
  if (object.kind === "module" && object.container === "ModuleDict" && key.kind === "str") {
    return object.children.get(key.value) ?? refuse(range, REASONS.missingKey, describeValue(key));
  }
  const items = sequenceItems(object) ?? refuse(range, REASONS.construct, "this index");
  if (key.kind !== "int" && key.kind !== "bool") refuse(index, REASONS.construct, "this index");
  const at = Number(key.value);
  return items.at(at) !== undefined && at >= -items.length ? items.at(at)! : refuse(range, REASONS.outOfRange);
}

/** `object[index] = value`. */
export function setItem(
  interpreter: Interpreter,
  object: Value,
  index: Expression,
  value: Value,
  range: SourceRange,
  scope: Scope,
): void {
  const key = interpreter.evaluate(index, scope);
  if (object.kind === "dictionary") {
    setEntry(object, key, value, index);
    return;
  }
  if (object.kind === "list" && key.kind === "int") {
    const at = key.value < 0 ? key.value + object.items.length : key.value;
    if (at < 0 || at >= object.items.length) refuse(range, REASONS.outOfRange);
    object.items[at] = value;
    return;
  }
  if (object.kind === "module" && object.container === "ModuleDict" && key.kind === "str" && value.kind === "module") {
    registerChild(object, key.value, value, range);
    return;
  }
  refuse(range, REASONS.construct, "this assignment");
}

function getSlice(
  interpreter: Interpreter,
  object: Value,
  index: Extract<Expression, { kind: "slice" }>,
  range: SourceRange,
  scope: Scope,
): Value {
  const bound = (part: Expression | undefined) => {
    if (!part) return undefined;
    const value = interpreter.evaluate(part, scope);
    if (value.kind === "none") return undefined;
    return asNumber(value) ?? refuse(part, REASONS.construct, "this slice");
  };
  const [start, stop, step] = [bound(index.start), bound(index.stop), bound(index.step) ?? 1];
  const items = sequenceItems(object);
  if (!items) return refuse(range, REASONS.construct, "this slice");
  const taken = slice(items, start, stop, step, range);
  if (object.kind === "str") return str(taken.map(item => (item.kind === "str" ? item.value : "")).join(""));
  if (object.kind === "list") return list(taken);
  return object.kind === "tuple" ? tuple(taken) : slicedModules(object as ModuleValue, taken);
}

function slice(
  items: readonly Value[],
  start: number | undefined,
  stop: number | undefined,
  step: number,
  range: SourceRange,
): Value[] {
  if (step === 1) return items.slice(start, stop);
  if (step === 0) refuse(range, REASONS.outOfRange);
  const size = items.length;
  const clamp = (value: number, low: number, high: number) =>
    Math.min(Math.max(value < 0 ? value + size : value, low), high);
  const taken: Value[] = [];
  const begin =
    start === undefined ? (step > 0 ? 0 : size - 1) : clamp(start, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
  const end = stop === undefined ? (step > 0 ? size : -1) : clamp(stop, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
  for (let at = begin; step > 0 ? at < end : at > end; at += step) taken.push(items[at]!);
  return taken;
}

/** `sequential[a:b]`: a container of the same modules under new numbers. */
function slicedModules(object: ModuleValue, modules: readonly Value[]): ModuleValue {
  const children = new Map<string, ModuleValue>();
  modules.forEach((module, at) => {
    if (module.kind === "module") children.set(String(at), module);
  });
  return { ...object, attributes: new Map(), children };
}

function sequenceItems(object: Value): readonly Value[] | undefined {
  if (object.kind === "list" || object.kind === "tuple") return object.items;
  if (object.kind === "str") return Array.from(object.value, str);
  const isNumbered =
    object.kind === "module" && (object.container === "Sequential" || object.container === "ModuleList");
  return isNumbered ? [...object.children.values()] : undefined;
}
