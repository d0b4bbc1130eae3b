import type { LayerOf } from "../../../../model/layers";
import { CACHE_LINE } from "../arena";
import { reserveActivation } from "../matrix";
import { partOf, type Operation } from "../operation";
import type { OperationContext } from "./operationContext";

const BLOCK_COLUMNS = 32;
const SCRATCH_BYTES = 2304;

/** Pixels of sparse images: what value their background has, and what one byte more adds. */
export interface SparsePixels {
  readonly background: number;
  readonly scale: number;
}

/**
 * A first linear layer on sparse images: exact, at the cost of the pixels that are not background. Each thread lists for
 * itself what the batch has at each input: to fetch a list from another core takes longer than to make it.
 */
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
  const rowBegins = context.reserveKept(4 * capacity);
  const rowEnds = context.reserveKept(4 * capacity);
  const listBegins = context.reserveKept(4 * inputs);
  const listEnds = context.reserveKept(4 * inputs);
  // an odd number of cache lines, so that the beginnings of lists do not compete for the same places
  const listBytes = CACHE_LINE * (2 * Math.ceil((4 * capacity) / (2 * CACHE_LINE)) + 1);
  const lists = context.reserveKept(inputs * listBytes);
  context.reserveScratch(SCRATCH_BYTES + 4 * BLOCK_COLUMNS * capacity);

  return {
    output,
    forward: {
      split: "columns",
      run: ({ set, order, beginRow, endRow, training, share, room: { kept, scratch } }) => {
        const own = partOf(blocks, share);
        if (own.begin === own.end) return;
        kernels.openImages(order, beginRow, endRow, set.images, kept + rowBegins, kept + rowEnds);
        kernels.multiplySparse(
          beginRow,
          endRow,
          kept + rowBegins,
          kept + rowEnds,
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
        if (!training) return;
        kernels.clearLists(kept + listBegins, kept + listEnds, inputs, kept + lists, listBytes);
        kernels.appendRows(beginRow, endRow, kept + rowBegins, kept + rowEnds, kept + listEnds);
      },
    },
    update: ({ rows, share, room: { kept, scratch }, optimizer, squares }) => {
      const own = partOf(blocks, share);
      kernels.updateSparse(
        optimizer,
        rows,
        kept + listBegins,
        kept + listEnds,
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
