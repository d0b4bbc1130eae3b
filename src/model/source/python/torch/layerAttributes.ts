import { layerKind, type Layer } from "../../../layers";
import { camelCase } from "../../../pythonText";
import { bool, float, int, NONE, str, tuple, type ModuleValue, type Value } from "../values/values";

/** An argument or tensor of a layer, such as `fc1.in_features` or `conv1.weight`. */
export function layerAttribute(module: ModuleValue, layer: Layer, name: string): Value | undefined {
  if (
    layerKind(layer)
      .tensors(layer)
      .some(tensor => tensor.name === name)
  )
    return { kind: "parameter", module, name };
  const isLeftOut = (name === "bias" && "bias" in layer) || (name === "weight" && /Norm/.test(layer.type));
  if (isLeftOut) return NONE;
  const key = camelCase(name);
  const argument = (layer as unknown as Record<string, unknown>)[key];
  if (key === "type" || argument === undefined) return undefined;
  if (typeof argument === "boolean") return bool(argument);
  if (typeof argument === "string") return str(argument);
  if (typeof argument === "number") return Number.isInteger(argument) ? int(argument) : float(argument);
  if (argument === null) return NONE;
  return Array.isArray(argument) ? tuple(argument.map((item: number) => int(item))) : undefined;
}
