import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import { pairsOf } from "../builtins/dictionaryMethods";
import { iterate } from "../interpreter/iterate";
import { describeValue } from "../interpreter/describeValue";
import type { NativeCall, NativeFunction } from "../values/nativeCall";
import type { ModuleValue, Value } from "../values/values";
import { registerChild } from "./registerChild";

/** `nn.Sequential(a, b)`, `nn.Sequential(OrderedDict(...))`, `nn.ModuleList([...])`, `nn.ModuleDict({...})`. */
export const CONTAINERS: Readonly<Record<string, NativeFunction>> = {
  Sequential: call => {
    const module = emptyContainer("Sequential", call);
    fillSequential(module, call);
    return module;
  },
  ModuleList: call => {
    const module = emptyContainer("ModuleList", call);
    const [given] = call.arguments;
    if (given) extendModuleList(module, iterate(call.interpreter, given.value, given.range), call);
    return module;
  },
  ModuleDict: call => {
    const module = emptyContainer("ModuleDict", call);
    const [given] = call.arguments;
    if (given) addNamed(module, given.value, call);
    return module;
  },
};

/** Registers the arguments of `nn.Sequential(...)` as children of `module`. */
export function fillSequential(module: ModuleValue, call: NativeCall): void {
  const [first, ...more] = call.arguments;
  if (first?.value.kind === "dictionary" && more.length === 0) {
    addNamed(module, first.value, call);
    return;
  }
  call.arguments.forEach(({ value, keyword, range }, index) => {
    if (keyword !== undefined) refuse(range, REASONS.unknownArgument, "nn.Sequential", keyword);
    registerChild(module, String(index), needModule(value, call, range), range);
  });
}

/** `module_list.extend(modules)`. */
export function extendModuleList(module: ModuleValue, modules: readonly Value[], call: NativeCall): void {
  for (const value of modules) {
    registerChild(module, String(module.children.size), needModule(value, call, call.range), call.range);
  }
}

/** `value` as a module; anything else ends the reading. */
export function needModule(value: Value, call: NativeCall, range: NativeCall["range"]): ModuleValue {
  if (value.kind === "module") return value;
  if (value.kind === "unknown") call.interpreter.refuseUnknown(value.reason, range);
  return refuse(range, REASONS.noModule, describeValue(value));
}

function addNamed(module: ModuleValue, given: Value, call: NativeCall): void {
  for (const [key, value] of pairsOf(given, call)) {
    if (key.kind !== "str") refuse(call.range, REASONS.noModule, describeValue(key));
    registerChild(module, key.value, needModule(value, call, call.range), call.range);
  }
}

function emptyContainer(container: "Sequential" | "ModuleList" | "ModuleDict", { range }: NativeCall): ModuleValue {
  return {
    kind: "module",
    type: container,
    container,
    attributes: new Map(),
    children: new Map(),
    range: { from: range.from, to: range.to },
    isInitialized: true,
  };
}
