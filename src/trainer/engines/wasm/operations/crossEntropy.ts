import type { Kernels } from "../kernels";
import type { Activation } from "../matrix";
import type { Task, Work } from "../operation";

/** The end of a network that is trained with `nn.CrossEntropyLoss`. */
export interface Loss {
  /** Writes each row's loss, a float64 at `rowLosses`, and the gradient of the batch's mean loss. */
  readonly task: Task;
  /** Writes the class of each sample of the work, a byte at its index behind `predictions`. */
  predict(work: Work, predictions: number): void;
}

export function createCrossEntropy({ values, gradient }: Activation, rowLosses: number, kernels: Kernels): Loss {
  return {
    task: {
      split: "rows",
      run: ({ set, order, rows, beginRow, endRow }) =>
        kernels.crossEntropy(
          values.address,
          values.stride,
          beginRow,
          endRow,
          values.columns,
          order,
          set.labels,
          1 / rows,
          rowLosses,
          gradient.address,
        ),
    },
    predict: ({ order, beginRow, endRow }, predictions) =>
      kernels.predict(values.address, values.stride, beginRow, endRow, values.columns, order, predictions),
  };
}
