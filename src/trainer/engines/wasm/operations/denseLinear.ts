import type { LayerOf } from "../../../../model/layers";
import { reserveActivation, type Activation } from "../matrix";
import { partOf, type Operation, type Work } from "../operation";
import type { OperationContext } from "./operationContext";

const PANEL_COLUMNS = 8;
/** Rows of a weight panel that one unit of `updateDense` covers. */
const UNIT_ROWS = 64;
const UPDATE_SCRATCH_BYTES = 2048;
const TRANSPOSE_SCRATCH_BYTES = 512 * PANEL_COLUMNS * 4;

/** A linear layer on any input. */
export function createDenseLinear(layer: LayerOf<"Linear">, input: Activation, context: OperationContext): Operation {
  const { kernels } = context;
  const panelCount = Math.ceil(layer.outFeatures / PANEL_COLUMNS);
  const columns = panelCount * PANEL_COLUMNS;
  const depth = Math.ceil(layer.inFeatures / PANEL_COLUMNS) * PANEL_COLUMNS;
  const weight = context.parameter("weight", {
    outputs: layer.outFeatures,
    inputs: layer.inFeatures,
    width: PANEL_COLUMNS,
    depth,
  });
  const bias = layer.bias
    ? context.parameter("bias", { outputs: layer.outFeatures, inputs: 1, width: PANEL_COLUMNS, depth: 1 })
    : undefined;
  const output = reserveActivation(context.arena, context.capacity, layer.outFeatures);
  const x = input.values;
  const dx = input.gradient;
  const y = output.values;
  const dy = output.gradient;
  const units = panelCount * Math.ceil(depth / UNIT_ROWS);
  context.reserveScratch(Math.max(UPDATE_SCRATCH_BYTES, TRANSPOSE_SCRATCH_BYTES, columns * 4));

  const rowsOf = ({ beginRow, endRow }: Work, { address, stride }: { address: number; stride: number }) => ({
    at: address + beginRow * stride,
    count: endRow - beginRow,
  });

  return {
    output,
    forward: {
      split: "rows",
      run: work => {
        const { at, count } = rowsOf(work, x);
        kernels.multiply(
          at,
          x.stride,
          count,
          weight.address,
          depth,
          panelCount,
          bias?.address ?? 0,
          y.address + work.beginRow * y.stride,
          y.stride,
        );
      },
    },
    ...(context.wantsInputGradient && {
      backward: {
        split: "rows",
        run: work => {
          const { at, count } = rowsOf(work, dy);
          const target = dx.address + work.beginRow * dx.stride;
          kernels.multiplyTransposed(
            at,
            dy.stride,
            count,
            weight.address,
            depth,
            columns,
            target,
            dx.stride,
            work.room.scratch,
          );
        },
      },
    }),
    update: ({ rows, share, room: { scratch }, optimizer, squares }) => {
      const own = partOf(units, share);
      kernels.updateDense(
        optimizer,
        rows,
        x.address,
        x.stride,
        dy.address,
        dy.stride,
        weight.address,
        weight.extent,
        depth,
        own.begin,
        own.end,
        scratch,
        squares && squares + 8 * weight.index,
      );
      if (!bias) return;
      const ownColumns = partOf(columns, share, PANEL_COLUMNS);
      kernels.updateBias(
        optimizer,
        rows,
        dy.address,
        dy.stride,
        bias.address,
        bias.extent,
        ownColumns.begin,
        ownColumns.end,
        scratch,
        squares && squares + 8 * bias.index,
      );
    },
  };
}
