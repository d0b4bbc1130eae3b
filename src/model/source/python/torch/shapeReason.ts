import type { Layer } from "../../../layers";
import type { Shape } from "../../../modelSpec";
import type { Reason } from "../../reason";
import { REASONS } from "../reasons";

/** Says what `layer` expects and what it gets instead. `name`: of the module; functions go by their layer's name. */
export function shapeReason(
  layer: Layer,
  [input, ...others]: readonly [Shape, ...Shape[]],
  name: string | undefined,
): Reason {
  const text = `[${input.join(", ")}]`;
  switch (layer.type) {
    case "Linear":
      return reason(REASONS.features, name ?? layer.type, layer.inFeatures, input.at(-1) ?? 0);
    case "Conv2d":
      if (input.length !== 3) return reason(REASONS.noImages, name ?? layer.type, text);
      if (input[0] !== layer.inChannels) {
        return reason(REASONS.channels, name ?? layer.type, layer.inChannels, input[0]!);
      }
      return reason(REASONS.tooSmall, name ?? layer.type, text);
    case "BatchNorm1d":
    case "BatchNorm2d":
      if (input[0] !== layer.numFeatures) {
        return reason(REASONS.channels, name ?? layer.type, layer.numFeatures, input[0] ?? 0);
      }
      break;
    case "MaxPool2d":
    case "AvgPool2d":
      if (input.length !== 3) return reason(REASONS.noImages, name ?? layer.type, text);
      return reason(REASONS.tooSmall, name ?? layer.type, text);
    case "Add":
    case "Concatenate":
      return reason(REASONS.joinMisfit, [input, ...others].map(shape => `[${shape.join(", ")}]`).join(", "));
  }
  return reason(REASONS.shape, name ?? layer.type, layer.type, text);
}

const reason = (template: string, ...values: (string | number)[]): Reason => ({ template, values: values.map(String) });
