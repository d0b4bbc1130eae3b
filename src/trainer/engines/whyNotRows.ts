import * as l10n from "@vscode/l10n";
import { callShapes } from "../../model/callShapes";
import { layerKind, type Layer, type LayerType } from "../../model/layers";
import type { ModelSpec, Shape } from "../../model/modelSpec";
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
  if (!calls.some(({ layer }) => layerKind(layer).tensors(layer).length > 0)) {
    return l10n.t("there is nothing to train");
  }
  if (calls.some(({ inputs }, index) => inputs && (inputs.length > 1 || inputs[0] !== index - 1))) {
    return l10n.t("its layers are not one chain");
  }
  const modules = calls.flatMap(({ module, layer }) => (module && hasTensors(layer) ? module : []));
  if (new Set(modules).size < modules.length) return l10n.t("a module with weights is called twice");
  const shapes = callShapes(model);
  const odd = calls.find(({ layer }, index) => !takesRows(layer, shapes[index]!.inputShape));
  return odd && l10n.t("its {0} layer works on more than one row of features", odd.layer.type);
}

function hasTensors(layer: Layer): boolean {
  return layerKind(layer).tensors(layer).length > 0;
}

/** Whether the kernels, for which a sample is a row of features, can do what `layer` does with such samples. */
function takesRows(layer: Layer, shape: Shape): boolean {
  switch (layer.type) {
    case "Linear":
      return shape.length === 1;
    case "Softmax":
    case "LogSoftmax":
      return shape.length === 1 && softmaxAxis(layer.dim, 1) === 0;
    case "BatchNorm1d":
      return shape.length === 1 && layer.trackRunningStats; // else the test batches' own sizes matter
    case "LayerNorm":
      return elementCount(layer.normalizedShape) === elementCount(shape);
    default:
      return true;
  }
}
