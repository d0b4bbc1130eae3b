import type { SourceRange } from "../../../modelSpec";
import type { Interpreter } from "../interpreter/interpreter";
import { holdsModel } from "../interpreter/holdsModel";
import { MATH_FUNCTIONS } from "../builtins/mathFunctions";
import { dictionaryFrom } from "../builtins/builtins";
import { REASONS } from "../reasons";
import { refuse } from "../refusal";
import { Arguments } from "../values/arguments";
import type { NativeFunction, Passed } from "../values/nativeCall";
import { float, NONE, unknown, type ModuleValue, type Value } from "../values/values";
import { CONTAINERS } from "./containers";
import { LAYER_CONSTRUCTORS } from "./layerConstructors";
import { TENSOR_FUNCTIONS } from "./tensorFunctions";

/** Functions outside the file whose results matter to no reading and that change nothing of a model. */
const HARMLESS =
  /^(torch\.(optim|device|cuda|accelerator|backends|mps)\b|logging|warnings|os|sys|time|pathlib|math|typing)/;
const CONSTANTS: Readonly<Record<string, Value>> = { "math.pi": float(Math.PI), "math.e": float(Math.E) };

/** The value at `path` when it is a number. */
export function externalConstant(path: string): Value | undefined {
  return CONSTANTS[path];
}

/** `path(...passed)` for a name from outside the file. */
export function callExternal(
  interpreter: Interpreter,
  path: string,
  passed: readonly Passed[],
  range: SourceRange,
): Value {
  const call = { interpreter, arguments: passed, range };
  const known = findNative(path);
  if (known) return known(call);
  if (HARMLESS.test(path)) return { ...unknown(REASONS.unknownCall, path), isPlain: true };
  const isOfTorch = path.startsWith("torch.");
  const holdsSomething = passed.some(({ value }) => holdsModel(value) || value.kind === "list");
  if (isOfTorch || holdsSomething)
    refuse(range, path.startsWith("torch.nn.") ? REASONS.unknownLayer : REASONS.unknownFunction, path);
  return unknown(REASONS.unknownCall, path);
}

function findNative(path: string): NativeFunction | undefined {
  const at = path.lastIndexOf(".");
  const [home, name] = [path.slice(0, at), path.slice(at + 1)];
  if (home === "torch.nn") {
    if (Object.hasOwn(CONTAINERS, name)) return CONTAINERS[name];
    if (Object.hasOwn(LAYER_CONSTRUCTORS, name)) return call => createLayer(name, call);
    if (name === "Identity") return createIdentity;
  }
  if (path === "torch.nn.Module.__init__") return initializeModule;
  if (path === "collections.OrderedDict") return dictionaryFrom;
  if (home === "math" && Object.hasOwn(MATH_FUNCTIONS, name)) return MATH_FUNCTIONS[name];
  const fn = Object.hasOwn(TENSOR_FUNCTIONS, name) ? TENSOR_FUNCTIONS[name] : undefined;
  if (fn && ((home === "torch" && fn.inTorch) || (home === "torch.nn.functional" && fn.inFunctional))) return fn.call;
  return undefined;
}

const createLayer = (name: string, call: Parameters<NativeFunction>[0]): Value => {
  const constructor = LAYER_CONSTRUCTORS[name]!;
  const layer = constructor.read(new Arguments(call, `nn.${name}`, constructor.parameters));
  const module: ModuleValue = {
    kind: "module",
    type: layer.type,
    layer,
    attributes: new Map(),
    children: new Map(),
    range: { from: call.range.from, to: call.range.to },
    isInitialized: true,
  };
  call.interpreter.construction.addLayer(module);
  return module;
};

/** `nn.Identity` takes and ignores any arguments. */
const createIdentity: NativeFunction = ({ range }): Value => ({
  kind: "module",
  type: "Identity",
  layer: { type: "Identity" },
  attributes: new Map(),
  children: new Map(),
  range: { from: range.from, to: range.to },
  isInitialized: true,
});

const initializeModule: NativeFunction = call => {
  const [self] = call.arguments;
  if (self?.value.kind !== "module" || call.arguments.length > 1) {
    return refuse(call.range, REASONS.construct, "this `__init__`");
  }
  self.value.isInitialized = true;
  self.value.children.clear();
  return NONE;
};
