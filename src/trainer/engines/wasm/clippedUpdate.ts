import type { Kernels } from "./kernels";
import type { Network } from "./network";
import { partOf, type Task } from "./operation";
import type { TrainingResults } from "./trainingResults";

/** Added to the norm that gradients are divided by, as `clip_grad_norm_` does. */
const NORM_OFFSET = 1e-6;
const VALUE_GROUP = 16;

/** The update when gradients are clipped by their norm: they are stored until all are known, then scaled and used. */
export function clippedUpdate(
  maxNorm: number,
  network: Network,
  results: TrainingResults,
  kernels: Kernels,
): readonly Task[] {
  const { trained, operations } = network;
  return [
    {
      split: "columns",
      run: ({ share, optimizer, groupStep }) => {
        const norm = Math.hypot(...results.gradientNorms(groupStep));
        const factor = Math.min(1, maxNorm / (norm + NORM_OFFSET));
        for (const { address, extent } of trained) {
          const { begin, end } = partOf(extent / 4, share, VALUE_GROUP);
          kernels.applyStored(optimizer, address + 4 * begin, extent, end - begin, factor);
        }
      },
    },
    { split: "columns", run: ({ share }) => operations.forEach(operation => operation.parametersChanged?.(share)) },
  ];
}
