import type { LossName } from "../../../../model/trainingSettings";
import type { Kernels } from "../kernels";
import type { Activation } from "../matrix";
import type { Task, Work } from "../operation";

/** The end of a network. */
export interface Loss {
  /** Writes each row's loss, a float64 at `rowLosses`, and the gradient of the batch's mean loss. */
  readonly task: Task;
  /** Writes the class of each sample of the work, a byte at its index behind `predictions`. */
  predict(work: Work, predictions: number): void;
}

const KERNELS = {
  cross_entropy: "crossEntropy",
  nll: "negativeLogLikelihood",
  mse: "meanSquaredError",
} as const satisfies Record<LossName, keyof Kernels>;

export function createLoss(
  name: LossName,
  { values, gradient }: Activation,
  rowLosses: number,
  kernels: Kernels,
): Loss {
  const kernel = kernels[KERNELS[name]];
  const { address, stride, columns } = values;
  return {
    task: {
      split: "rows",
      run: ({ set, order, rows, beginRow, endRow }) =>
        kernel(address, stride, beginRow, endRow, columns, order, set.labels, 1 / rows, rowLosses, gradient.address),
    },
    predict: ({ order, beginRow, endRow }, predictions) =>
      kernels.predict(address, stride, beginRow, endRow, columns, order, predictions),
  };
}
