import { layerKind, type Initialization, type LayerTensor } from "../../model/layers";
import { LAYER_SENTENCES } from "../../model/layerSentences";
import type { ModelSpec } from "../../model/modelSpec";
import type { FoundLayer } from "../../model/source/layersAt";
import { elementCount } from "../../model/stateDict";
import type { Translate } from "../translate";
import { translateWords } from "../translateReason";
import { shapeText } from "./shapeText";

/** What is said about a layer when a person points at it, in Markdown. */
export function describeLayer(
  { path, layer, shapes }: FoundLayer,
  model: ModelSpec,
  t: Translate,
  locale: string,
): string {
  const number = (value: number) => value.toLocaleString(locale);
  const kind = layerKind(layer);
  const tensors = kind.tensors(layer).filter(({ trained }) => trained);
  const count = tensors.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  const title = `\`${path === undefined ? "" : `${path}: `}${layer.type}(${kind.extraRepr(layer)})\``;
  const inAndOut = [
    ...new Set(
      shapes.map(({ inputShape, outputShape }) => `\`${shapeText(inputShape)}\` → \`${shapeText(outputShape)}\``),
    ),
  ];
  const starts = tensors.map(tensor => {
    const size = tensor.shape.map(number).join(" × ");
    return `\`${tensor.name}\` ${size}, ${startText(startOf(tensor, path, model), t, locale)}`;
  });
  return [
    title,
    translateWords({ template: LAYER_SENTENCES[layer.type], values: [] }, t),
    inAndOut.length > 0 ? t("Shape: {0}", inAndOut.join("; ")) : t("`forward` does not call it."),
    ...(count > 0 ? [t("Parameters: {0}", number(count)), ...starts.map(line => `- ${line}`)] : []),
  ].join("\n\n");
}

/** How the tensor is filled: by its layer, or later by `torch.nn.init`. */
function startOf(tensor: LayerTensor, path: string | undefined, { start }: ModelSpec): Initialization {
  const filling = start?.findLast(({ tensor: name }) => name === `${path ?? ""}.${tensor.name}`);
  return filling?.initialization ?? tensor.initialization;
}

function startText(start: Initialization, t: Translate, locale: string): string {
  const number = (value: number) => value.toLocaleString(locale, { maximumSignificantDigits: 3 });
  switch (start.kind) {
    case "kaiming-uniform":
    case "uniform-by-fan-in": {
      const bound = number(1 / Math.sqrt(start.fanIn));
      return t("starts uniform between -{0} and {0}", bound);
    }
    case "uniform":
      return t("starts uniform between {0} and {1}", number(start.low), number(start.high));
    case "normal":
      return t("starts normal, mean {0}, standard deviation {1}", number(start.mean), number(start.std));
    case "truncated-normal":
      return t(
        "starts normal, mean {0}, standard deviation {1}, nothing beyond two of them",
        number(start.mean),
        number(start.std),
      );
    case "constant":
      return t("starts at {0}", number(start.value));
  }
}
