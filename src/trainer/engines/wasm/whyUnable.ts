import type { ModelSpec } from "../../../model/modelSpec";
import { elementCount } from "../../../model/stateDict";
import type { TrainingSettings } from "../../../model/trainingSettings";
import { layerKind } from "../../../model/layers";
import { OPERATIONS } from "./operations";

/** The reason why these kernels cannot train a network; what they cannot do the reference engine can. */
export function whyUnable({ calls, inputShape }: ModelSpec, settings: TrainingSettings): string | undefined {
  if (settings.loss !== "cross_entropy") return `the loss ${settings.loss} has no kernel yet`;
  if (settings.optimizer !== "adam") return `the optimizer ${settings.optimizer} has no kernel yet`;
  if (settings.clipping) return "clipped gradients have no kernel yet";
  const unknown = calls.find(({ layer }) => !(layer.type in OPERATIONS));
  if (unknown) return `${unknown.layer.type} layers have no kernels yet`;
  if (!calls.some(({ layer }) => layerKind(layer).tensors(layer).length > 0)) return "there is nothing to train";
  let size = elementCount(inputShape);
  for (const { layer } of calls) {
    if (layer.type !== "Linear") continue;
    if (layer.inFeatures !== size) return "its linear layers take more than a row of features";
    size = layer.outFeatures;
  }
  const modules = calls.flatMap(({ module }) => module ?? []);
  if (new Set(modules).size < modules.length) return "a module is called twice";
  return undefined;
}
