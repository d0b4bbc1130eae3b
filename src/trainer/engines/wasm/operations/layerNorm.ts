import type { LayerOf } from "../../../../model/layers";
import { reserveActivation, type Activation } from "../matrix";
import { partOf, type Operation } from "../operation";
import { vectorLayout } from "../parameter";
import type { OperationContext } from "./operationContext";

const COLUMN_GROUP = 8;

/** `nn.LayerNorm` over the features of each sample. */
export function createLayerNorm(layer: LayerOf<"LayerNorm">, input: Activation, context: OperationContext): Operation {
  const { kernels, arena, capacity } = context;
  const { columns } = input.values;
  const hasBias = layer.elementwiseAffine && layer.bias;
  const weight = layer.elementwiseAffine ? context.parameter("weight", vectorLayout(columns)) : undefined;
  const bias = hasBias ? context.parameter("bias", vectorLayout(columns)) : undefined;
  const output = reserveActivation(arena, capacity, columns);
  const { stride } = output.values;
  const statistics = arena.reserve(8 * capacity);
  const width = Math.ceil(columns / COLUMN_GROUP) * COLUMN_GROUP;
  context.reserveScratch(8 * width);
  return {
    output,
    forward: {
      split: "rows",
      run: ({ beginRow, endRow }) =>
        kernels.layerNorm(
          input.values.address,
          output.values.address,
          stride,
          beginRow,
          endRow,
          columns,
          layer.eps,
          weight?.address ?? 0,
          bias?.address ?? 0,
          statistics,
        ),
    },
    ...(context.wantsInputGradient && {
      backward: {
        split: "rows",
        run: ({ beginRow, endRow }) =>
          kernels.layerNormBackward(
            input.values.address,
            output.gradient.address,
            input.gradient.address,
            stride,
            beginRow,
            endRow,
            columns,
            weight?.address ?? 0,
            statistics,
          ),
      },
    }),
    ...(weight && {
      update: ({ rows, share, room: { scratch }, optimizer, squares }) => {
        const own = partOf(width, share, COLUMN_GROUP);
        kernels.updateLayerNorm(
          optimizer,
          rows,
          input.values.address,
          output.gradient.address,
          stride,
          own.begin,
          own.end,
          statistics,
          weight.address,
          weight.extent,
          squares && squares + 8 * weight.index,
          bias?.address ?? 0,
          bias?.extent ?? 0,
          squares && bias ? squares + 8 * bias.index : 0,
          scratch,
        );
      },
    }),
  };
}
