import type { LayerOf } from "../../../../model/layers";
import { reserveActivation, type Activation } from "../matrix";
import { partOf, type Operation, type Work } from "../operation";
import { vectorLayout } from "../parameter";
import type { OperationContext } from "./operationContext";

const COLUMN_GROUP = 8;
/** Keeps the columns beyond the features, which do not vary, from becoming 0 / 0. */
const SMALLEST_EPS = 1e-30;

/** `nn.BatchNorm1d` over features, with running statistics. */
export function createBatchNorm(
  layer: LayerOf<"BatchNorm1d">,
  input: Activation,
  context: OperationContext,
): Operation {
  const { kernels, arena, capacity } = context;
  const { columns } = input.values;
  const vector = vectorLayout(columns);
  const weight = layer.affine ? context.parameter("weight", vector) : undefined;
  const bias = layer.affine && layer.bias ? context.parameter("bias", vector) : undefined;
  const runningMean = context.parameter("running_mean", vector);
  const runningVar = context.parameter("running_var", vector);
  const batchesTracked = context.parameter("num_batches_tracked", vectorLayout(1));
  const output = reserveActivation(arena, capacity, columns);
  const { stride } = output.values;
  const width = Math.ceil(columns / COLUMN_GROUP) * COLUMN_GROUP;
  const [means, variances, inverses, weightGradient, biasGradient] = Array.from({ length: 5 }, () =>
    arena.reserve(4 * width),
  ) as [number, number, number, number, number];
  const eps = Math.max(layer.eps, SMALLEST_EPS);
  const tracked = () => new Float32Array(arena.memory.buffer, batchesTracked.address, 1);

  const normalize = (work: Work, begin: number, end: number, mean: number, variance: number) => {
    kernels.invertDeviations(variance, eps, begin, end, inverses);
    kernels.normalizeColumns(
      input.values.address,
      output.values.address,
      stride,
      work.beginRow,
      work.endRow,
      begin,
      end,
      mean,
      inverses,
      weight?.address ?? 0,
      bias?.address ?? 0,
    );
  };

  return {
    output,
    forward: {
      split: "columns",
      run: work => {
        const { training, rows, share } = work;
        if (!training) {
          normalize(work, 0, width, runningMean.address, runningVar.address);
          return;
        }
        const { begin, end } = partOf(width, share, COLUMN_GROUP);
        kernels.batchStatistics(input.values.address, stride, rows, begin, end, means, variances);
        const momentum = layer.momentum ?? 1 / (tracked()[0]! + 1);
        kernels.trackStatistics(runningMean.address, means, momentum, 1, begin, end);
        kernels.trackStatistics(runningVar.address, variances, momentum, rows / (rows - 1), begin, end);
        normalize(work, begin, end, means, variances);
      },
    },
    ...((context.wantsInputGradient || weight) && {
      backward: {
        split: "columns",
        run: ({ rows, share }) => {
          const { begin, end } = partOf(width, share, COLUMN_GROUP);
          kernels.batchNormBackward(
            input.values.address,
            output.gradient.address,
            input.gradient.address,
            stride,
            rows,
            begin,
            end,
            means,
            inverses,
            weight?.address ?? 0,
            weightGradient,
            biasGradient,
          );
        },
      },
    }),
    update: ({ share, optimizer, squares }) => {
      if (share.index === 0) tracked()[0]!++;
      const { begin, end } = partOf(width, share, COLUMN_GROUP);
      for (const [parameter, gradient] of [
        [weight, weightGradient],
        [bias, biasGradient],
      ] as const) {
        if (!parameter) continue;
        const slot = squares && squares + 8 * parameter.index;
        const offset = 4 * begin;
        kernels.applyGradient(
          optimizer,
          parameter.address + offset,
          parameter.extent,
          gradient + offset,
          end - begin,
          slot,
        );
      }
    },
  };
}
