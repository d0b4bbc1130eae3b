import { callShapes } from "../../../model/callShapes";
import type { ModelSpec } from "../../../model/modelSpec";
import { elementCount } from "../../../model/stateDict";

/** The network keeps what every call gives for all samples of a batch. */
const MAX_VALUES = 2 ** 23;

/**
 * How many samples to evaluate at once, at most `wanted`: fewer when the images in between would fill the memory, but
 * all of them where a layer takes its statistics from the batch.
 */
export function samplesAtOnce(model: ModelSpec, wanted: number): number {
  if (takesBatchStatistics(model)) return wanted;
  const perSample = callShapes(model).reduce((sum, { outputShape }) => sum + elementCount(outputShape), 0);
  return Math.max(1, Math.min(wanted, Math.floor(MAX_VALUES / perSample)));
}

/** Whether an image's result depends on the others of its batch, also in evaluation mode. */
export function takesBatchStatistics({ calls }: ModelSpec): boolean {
  return calls.some(({ layer }) => "trackRunningStats" in layer && !layer.trackRunningStats);
}
