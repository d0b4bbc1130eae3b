import { layerKind } from "../../../layers";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import { Arguments } from "../values/arguments";
import type { NativeCall } from "../values/nativeCall";
import type { ModuleValue, Value } from "../values/values";
import { LAYER_CONSTRUCTORS } from "./layerConstructors";

/** Losses, which are modules without weights: they may stand in a model, but not in its `forward`. */
const LOSSES = new Set([
  "CrossEntropyLoss",
  "NLLLoss",
  "MSELoss",
  "L1Loss",
  "SmoothL1Loss",
  "BCELoss",
  "BCEWithLogitsLoss",
  "KLDivLoss",
]);

/** `nn.name(...)` for a layer or loss, or undefined when `name` is neither. */
export function findModuleConstructor(name: string): ((call: NativeCall) => Value) | undefined {
  if (Object.hasOwn(LAYER_CONSTRUCTORS, name)) return call => createLayer(name, call);
  // nn.Identity takes and ignores any arguments
  if (name === "Identity") return ({ range }) => leaf({ type: name, layer: { type: "Identity" }, range });
  if (LOSSES.has(name)) return call => createLoss(name, call);
  return undefined;
}

function createLayer(name: string, call: NativeCall): ModuleValue {
  const constructor = LAYER_CONSTRUCTORS[name]!;
  const given = new Arguments(call, `nn.${name}`, constructor.parameters);
  const layer = constructor.read(given);
  if (constructor.parameters.includes("dtype")) given.mustBeDefault("dtype");
  let written = layerKind(layer).extraRepr(layer);
  for (const [parameter, text] of given.written) {
    written = written.replace(new RegExp(`\\b${parameter}=(\\([^)]*\\)|\\[[^\\]]*\\]|[^,]*)`), `${parameter}=${text}`);
  }
  const isUsual = written === layerKind(layer).extraRepr(layer);
  const { range } = call;
  const argumentRanges = given.ranges();
  const module = leaf({ type: layer.type, layer, range, argumentRanges, ...(!isUsual && { written }) });
  const hasTensors = layerKind(layer).tensors(layer).length > 0;
  if (call.interpreter.isFollowingForward && hasTensors) refuse(range, REASONS.lateLayer, name);
  call.interpreter.construction.addLayer(module);
  return module;
}

function createLoss(name: string, call: NativeCall): ModuleValue {
  const given = new Arguments(call, `nn.${name}`, [
    "weight",
    "size_average",
    "ignore_index",
    "reduce",
    "reduction",
    "label_smoothing",
  ]);
  given.mustBeDefault("weight");
  return leaf({ type: name, range: call.range });
}

function leaf(parts: Pick<ModuleValue, "type" | "layer" | "range" | "written" | "argumentRanges">): ModuleValue {
  return {
    ...parts,
    kind: "module",
    range: { from: parts.range.from, to: parts.range.to },
    attributes: new Map(),
    children: new Map(),
    isInitialized: true,
  };
}
