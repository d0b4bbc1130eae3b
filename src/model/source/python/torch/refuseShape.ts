import type { Layer } from "../../../layers";
import type { Shape, SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../refusal";

/** Says what `layer` expects and what it gets instead. `name`: of the module; functions go by their layer's name. */
export function refuseShape(
  layer: Layer,
  [input, ...others]: readonly [Shape, ...Shape[]],
  name: string | undefined,
  range: SourceRange,
): never {
  const text = `[${input.join(", ")}]`;
  switch (layer.type) {
    case "Linear":
      return refuse(range, REASONS.features, name ?? layer.type, layer.inFeatures, input.at(-1) ?? 0);
    case "Conv2d":
      if (input.length !== 3) return refuse(range, REASONS.noImages, name ?? layer.type, text);
      if (input[0] !== layer.inChannels) {
        return refuse(range, REASONS.channels, name ?? layer.type, layer.inChannels, input[0]!);
      }
      return refuse(range, REASONS.tooSmall, name ?? layer.type, text);
    case "BatchNorm1d":
    case "BatchNorm2d":
      if (input[0] !== layer.numFeatures) {
        return refuse(range, REASONS.channels, name ?? layer.type, layer.numFeatures, input[0] ?? 0);
      }
      break;
    case "MaxPool2d":
    case "AvgPool2d":
      if (input.length !== 3) return refuse(range, REASONS.noImages, name ?? layer.type, text);
      return refuse(range, REASONS.tooSmall, name ?? layer.type, text);
    case "Add":
    case "Concatenate":
      return refuse(range, REASONS.joinMisfit, [input, ...others].map(shape => `[${shape.join(", ")}]`).join(", "));
  }
  return refuse(range, REASONS.shape, name ?? layer.type, layer.type, text);
}
