import type { Comparison, FittingModel, HostToInspector, TensorStatistics } from "../../src/protocol/inspector";
import { NOTHING_YET, reduceRunModel, type RunModel } from "../run/runModel";
import { advanceWeights, type WeightsState } from "../../src/protocol/weightsState";

/** What the page knows. */
export interface InspectorModel {
  readonly fileName: string;
  readonly state: WeightsState;
  readonly fits?: readonly FittingModel[];
  readonly isGone: boolean;
  readonly comparison?: Comparison | undefined;
  /** The index of the set that the file is a part of. */
  readonly setIndexName?: string;
  /** The evaluation or the gradient norms that were asked for here. */
  readonly trial: RunModel;
  /** By index of the tensor; why there are none where there are none. */
  readonly statistics: ReadonlyMap<number, TensorStatistics | { readonly fault: string }>;
}

export function reduceInspector(
  model: InspectorModel | undefined,
  message: HostToInspector,
): InspectorModel | undefined {
  if (message.type === "show-weights") {
    return withStatistics({ ...message.weights, statistics: new Map(), trial: NOTHING_YET });
  }
  if (!model) return undefined;
  if (message.type === "comparison-changed") return { ...model, comparison: message.comparison };
  if (message.type === "set-found") return { ...model, setIndexName: message.indexName };
  if (message.type === "fits-found") return { ...model, fits: message.fits };
  if (message.type !== "reader-told") return { ...model, trial: reduceRunModel(model.trial, message) };
  const { event } = message;
  const state = advanceWeights(model.state, event);
  if (state === model.state) return model;
  return event.type === "measuring-ended" ? { ...model, state } : withStatistics({ ...model, state });
}

function withStatistics(model: InspectorModel): InspectorModel {
  const statistics = new Map(
    model.state.measured.map(measured => [
      measured.index,
      "statistics" in measured ? measured.statistics : { fault: measured.fault },
    ]),
  );
  return { ...model, statistics };
}
