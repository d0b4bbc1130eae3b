import type { Layer } from "../../../layers";
import type { Shape } from "../../../modelSpec";
import type { Misfit, MisfitLayer } from "../../misfit";
import type { ModuleValue } from "../values/values";
import type { TracedCall } from "./trace";

/** Layers that reshape; behind them a size is no longer that of the layer before. */
const RESHAPING = new Set(["Flatten", "Unflatten", "Permute", "Concatenate"]);
/** Layers that change the height and width of images, and leave their channels. */
const POOLING = new Set(["MaxPool2d", "AvgPool2d", "AdaptiveAvgPool2d", "AdaptiveMaxPool2d"]);

/**
 * What does not fit when `module`, a `layer`, gets what call `source` gave; undefined when it is not about one size of
 * each. `nameOf` is the path of a module.
 */
export function findMisfit(
  calls: readonly TracedCall[],
  { layer, module, input, source }: Consumption,
  nameOf: (module: ModuleValue) => string,
): Misfit | undefined {
  const wanted = wantedSize(layer, input);
  if (!wanted || !module || wanted.expected === wanted.given) return undefined;
  const { parameter, ...sizes } = wanted;
  const behind = walkBack(calls, source, sizes.unit);
  const producer = behind.producer?.module && siteOf(behind.producer.module, behind.producer.parameter, nameOf);
  return {
    ...sizes,
    consumer: siteOf(module, parameter, nameOf),
    ...(producer && { producer }),
    ...(behind.flattening && { flattening: behind.flattening.range }),
  };
}

/** A layer and the tensor it cannot take: its shape and the call that made it, -1 for the images. */
export interface Consumption {
  readonly layer: Layer;
  readonly module: ModuleValue | undefined;
  readonly input: Shape;
  readonly source: number;
}

type WantedSize = Pick<Misfit, "unit" | "expected" | "given"> & { readonly parameter: string };

function wantedSize(layer: Layer, input: Shape): WantedSize | undefined {
  switch (layer.type) {
    case "Linear":
      return { unit: "features", expected: layer.inFeatures, given: input.at(-1) ?? 0, parameter: "in_features" };
    case "Conv2d":
      if (input.length !== 3) return undefined;
      return { unit: "channels", expected: layer.inChannels, given: input[0]!, parameter: "in_channels" };
    case "BatchNorm1d":
      if (input.length !== 1) return undefined;
      return { unit: "features", expected: layer.numFeatures, given: input[0]!, parameter: "num_features" };
    case "BatchNorm2d":
      if (input.length !== 3) return undefined;
      return { unit: "channels", expected: layer.numFeatures, given: input[0]!, parameter: "num_features" };
    default:
      return undefined;
  }
}

/** The call that alone decides the size, and the flattening that was met on the way. */
function walkBack(calls: readonly TracedCall[], source: number, unit: Misfit["unit"]) {
  for (let at = source; at >= 0; at = calls[at]!.inputs[0] ?? -1) {
    const call = calls[at]!;
    const { type } = call.layer;
    if (unit === "features" && type === "Linear") return { producer: { ...call, parameter: "out_features" } };
    if (unit === "channels" && type === "Conv2d") return { producer: { ...call, parameter: "out_channels" } };
    if (type === "Flatten") return { flattening: call };
    if (RESHAPING.has(type) || (unit === "features" && POOLING.has(type))) return {};
  }
  return {};
}

function siteOf(module: ModuleValue, parameter: string, nameOf: (module: ModuleValue) => string): MisfitLayer {
  return { name: nameOf(module), size: module.argumentRanges?.get(parameter) ?? module.range };
}
