import type { LayerOf } from "../../../../model/layers";
import { reserveActivation } from "../matrix";
import { partOf, type Operation, type Work } from "../operation";
import type { OperationContext } from "./operationContext";

const BLOCK_COLUMNS = 32;
const CACHE_LINE = 64;
const SCRATCH_BYTES = 2304;

/** Pixels of sparse images: what value their background has, and what one byte more adds. */
export interface SparsePixels {
  readonly background: number;
  readonly scale: number;
}

/** A first linear layer on sparse images: exact, at the cost of the pixels that are not background. */
export function createSparseLinear(
  layer: LayerOf<"Linear">,
  { background, scale }: SparsePixels,
  context: OperationContext,
): Operation {
  const { kernels, arena, capacity } = context;
  const inputs = layer.inFeatures;
  const blocks = Math.ceil(layer.outFeatures / BLOCK_COLUMNS);
  const width = BLOCK_COLUMNS;
  const weight = context.parameter("weight", { outputs: layer.outFeatures, inputs, width, depth: inputs });
  const bias = layer.bias
    ? context.parameter("bias", { outputs: layer.outFeatures, inputs: 1, width, depth: 1 })
    : undefined;
  const weightSums = arena.reserve(4 * BLOCK_COLUMNS * blocks);
  const output = reserveActivation(arena, capacity, layer.outFeatures);
  const rowBegins = arena.reserve(4 * capacity);
  const rowEnds = arena.reserve(4 * capacity);

  const listBegins = arena.reserve(4 * inputs);
  const listEnds = arena.reserve(4 * inputs);
  const listMiddle = Math.ceil((4 * capacity) / 2 / CACHE_LINE) * CACHE_LINE;
  const listBytes = 2 * listMiddle + CACHE_LINE;
  const lists = arena.reserve(inputs * listBytes) + listMiddle;
  context.reserveScratch(SCRATCH_BYTES + 4 * BLOCK_COLUMNS * capacity);

  return {
    output,
    forward: {
      split: "columns",
      run: ({ set, order, beginRow, endRow, share, scratch }) => {
        const own = partOf(blocks, share);
        kernels.openImages(order, beginRow, endRow, set.images, rowBegins, rowEnds);
        kernels.multiplySparse(
          beginRow,
          endRow,
          rowBegins,
          rowEnds,
          weight.address,
          inputs,
          weightSums,
          bias?.address ?? 0,
          background,
          scale,
          own.begin,
          own.end,
          output.values.address,
          output.values.stride,
          scratch,
        );
      },
    },
    backward: {
      split: "aside",
      run: ({ rows, share }: Work) => {
        const middle = rows >> 1;
        if (share.index === 0) {
          kernels.clearLists(listBegins, inputs, lists, listBytes);
          kernels.prependRows(0, middle, rowBegins, rowEnds, listBegins);
        }
        if (share.index === Math.min(1, share.count - 1)) {
          kernels.clearLists(listEnds, inputs, lists, listBytes);
          kernels.appendRows(middle, rows, rowBegins, rowEnds, listEnds);
        }
      },
    },
    update: ({ rows, share, scratch, optimizer, squares }) => {
      const own = partOf(blocks, share);
      kernels.updateSparse(
        optimizer,
        rows,
        listBegins,
        listEnds,
        weight.address,
        weight.extent,
        inputs,
        weightSums,
        bias?.address ?? 0,
        bias?.extent ?? 0,
        background,
        scale,
        own.begin,
        own.end,
        output.gradient.address,
        output.gradient.stride,
        scratch,
        squares && squares + 8 * weight.index,
        squares && bias ? squares + 8 * bias.index : 0,
      );
    },
    parametersChanged: share => {
      const own = partOf(blocks, share);
      kernels.sumWeights(weight.address, inputs, own.begin, own.end, weightSums);
    },
  };
}
