import type { SourceRange } from "../../../modelSpec";
import type { Interpreter } from "../interpreter/interpreter";
import { holdsModel } from "../interpreter/holdsModel";
import { ARGUMENT_PARSER } from "../builtins/argumentParser";
import { MATH_FUNCTIONS, NUMPY_FUNCTIONS } from "../builtins/mathFunctions";
import { dictionaryFrom, partial } from "../builtins/builtins";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { NativeFunction, Passed } from "../values/nativeCall";
import { float, NONE, unknown, type Value } from "../values/values";
import { CONTAINERS } from "./containers";
import { findModuleConstructor } from "./createModule";
import { findTensorFunction } from "./tensorFunctions";
import { CONSTANT_FUNCTIONS } from "./functions/constantFunctions";
import { pass } from "./functions/passFunctions";
import { findInitializer } from "./initializers";

/** Functions outside the file whose results matter to no reading and that change nothing of a model. */
const HARMLESS =
  /^(torch\.(optim|device|cuda|accelerator|backends|mps|no_grad|is_grad_enabled|get_default_dtype)\b|logging|warnings|os|sys|time|pathlib|math|typing)/;
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
  if (isOfTorch || holdsSomething) refuse(range, whyUnread(path), path);
  return unknown(REASONS.unknownCall, path);
}

/** What a name of PyTorch that is not read belongs to, as a sentence. */
function whyUnread(path: string): string {
  if (!path.startsWith("torch.nn.")) return REASONS.unknownFunction;
  if (/\.Parameter(List|Dict)?$/.test(path)) return REASONS.ownParameter;
  if (/\.(RNN|LSTM|GRU)(Base|Cell)?$/.test(path)) return REASONS.recurrent;
  if (/\.(Transformer\w*|MultiheadAttention|Embedding(Bag)?)$/.test(path)) return REASONS.transformer;
  if (/\.(ConvTranspose\dd|Upsample|Upsampling\w+|PixelShuffle|interpolate)$/.test(path)) return REASONS.upsampling;
  return path.startsWith("torch.nn.functional.") ? REASONS.unknownFunction : REASONS.unknownLayer;
}

function findNative(path: string): NativeFunction | undefined {
  if (Object.hasOwn(ARGUMENT_PARSER, path)) return ARGUMENT_PARSER[path];
  const at = path.lastIndexOf(".");
  const [home, name] = [path.slice(0, at), path.slice(at + 1)];
  if (home === "torch.nn") {
    if (Object.hasOwn(CONTAINERS, name)) return CONTAINERS[name];
    return findModuleConstructor(name);
  }
  if (path === "torch.nn.Module.__init__") return initializeModule;
  if (path === "collections.OrderedDict") return dictionaryFrom;
  if (path === "functools.partial") return partial;
  if (home === "numpy" && NUMPY_FUNCTIONS.has(name)) return MATH_FUNCTIONS[name];
  if (home === "math" && Object.hasOwn(MATH_FUNCTIONS, name)) return MATH_FUNCTIONS[name];
  if (home === "torch.nn.init") return findInitializer(name);
  if (path === "torch.autograd.Variable") return pass;
  if (home === "torch" && Object.hasOwn(CONSTANT_FUNCTIONS, name)) return CONSTANT_FUNCTIONS[name];
  if (home === "torch") return findTensorFunction(name, "torch");
  if (home === "torch.nn.functional") return findTensorFunction(name, "functional");
  return undefined;
}

const initializeModule: NativeFunction = call => {
  const [self] = call.arguments;
  if (self?.value.kind !== "module" || call.arguments.length > 1) {
    return refuse(call.range, REASONS.construct, "this `__init__`");
  }
  self.value.isInitialized = true;
  self.value.children.clear();
  return NONE;
};
