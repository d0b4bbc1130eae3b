import * as l10n from "@vscode/l10n";
import { callShapes } from "../../model/callShapes";
import { layerKind, type Layer, type LayerType } from "../../model/layers";
import type { Call, ModelSpec, Shape } from "../../model/modelSpec";
import { softmaxAxis } from "../../model/softmaxAxis";
import { elementCount } from "../../model/stateDict";

/**
 * The reason why kernels for which a sample is a row of features cannot train a network, when they are those of layers
 * that `hasKernel`; what they cannot do the reference engine can.
 */
export function whyNotRows(model: ModelSpec, hasKernel: (type: LayerType) => boolean): string | undefined {
  const { calls } = model;
  const unknown = calls.find(({ layer }) => !hasKernel(layer.type));
  if (unknown) return l10n.t("{0} layers have no kernels yet", unknown.layer.type);
  if (!calls.some(({ layer }) => hasTensors(layer))) return l10n.t("there is nothing to train");
  if (calls.some(({ inputs }, index) => inputs && (inputs.length > 1 || inputs[0] !== index - 1))) {
    return l10n.t("its layers are not one chain");
  }
  const again = calls.find(({ module, layer }, index) => {
    return hasTensors(layer) && calls.findIndex(other => other.module === module) < index;
  });
  if (again) return l10n.t("{0} is called twice, and its kernels train a module in one call only", nameOf(again));
  const shapes = callShapes(model);
  for (const [index, call] of calls.entries()) {
    const reason = whyNotRow(call, shapes[index]!.inputShape);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function hasTensors(layer: Layer): boolean {
  return layerKind(layer).tensors(layer).length > 0;
}

/** The module's own name, or what the layer is where `forward` calls a function. */
function nameOf({ module, layer }: Call): string {
  return module ?? layer.type;
}

/** Why kernels for which a sample is a row of features cannot do what a call does with samples of `shape`. */
function whyNotRow(call: Call, shape: Shape): string | undefined {
  const { layer } = call;
  const severalRows = () =>
    l10n.t("{0} gets {1} for an image, and its kernels take one row", nameOf(call), `[${shape.join(", ")}]`);
  switch (layer.type) {
    case "Linear":
      return shape.length === 1 ? undefined : severalRows();
    case "Softmax":
    case "LogSoftmax":
      if (shape.length !== 1) return severalRows();
      return softmaxAxis(layer.dim, 1) === 0
        ? undefined
        : l10n.t("{0} works across the images of a batch, and its kernels within one", nameOf(call));
    case "BatchNorm1d":
      if (shape.length !== 1) return severalRows();
      // else the test batches' own sizes matter
      return layer.trackRunningStats
        ? undefined
        : l10n.t("{0} keeps no running statistics, which its kernels need", nameOf(call));
    case "LayerNorm":
      return elementCount(layer.normalizedShape) === elementCount(shape) ? undefined : severalRows();
    default:
      return undefined;
  }
}
