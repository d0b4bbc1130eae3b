import * as l10n from "@vscode/l10n";
import type { ModelSpec } from "../../../model/modelSpec";
import { elementCount } from "../../../model/stateDict";
import type { TrainingSettings } from "../../../model/trainingSettings";
import { layerKind } from "../../../model/layers";
import { OPERATIONS } from "./operations";

/** The reason why these kernels cannot train a network; what they cannot do the reference engine can. */
export function whyUnable({ calls, inputShape }: ModelSpec, settings: TrainingSettings): string | undefined {
  if (settings.loss !== "cross_entropy") return l10n.t("the loss {0} has no kernel yet", settings.loss);
  if (settings.optimizer !== "adam") return l10n.t("the optimizer {0} has no kernel yet", settings.optimizer);
  if (settings.clipping) return l10n.t("clipped gradients have no kernel yet");
  const unknown = calls.find(({ layer }) => !(layer.type in OPERATIONS));
  if (unknown) return l10n.t("{0} layers have no kernels yet", unknown.layer.type);
  if (!calls.some(({ layer }) => layerKind(layer).tensors(layer).length > 0))
    return l10n.t("there is nothing to train");
  let size = elementCount(inputShape);
  for (const { layer } of calls) {
    if (layer.type !== "Linear") continue;
    if (layer.inFeatures !== size) return l10n.t("its linear layers take more than a row of features");
    size = layer.outFeatures;
  }
  const modules = calls.flatMap(({ module }) => module ?? []);
  if (new Set(modules).size < modules.length) return l10n.t("a module is called twice");
  return undefined;
}
