import { reserveActivation } from "../matrix";
import type { Operation } from "../operation";
import type { OperationContext } from "./operationContext";

/** Makes values of whole images, for networks that cannot take them as they are. */
export function createDecodeImages(size: number, pixelValues: Float32Array, context: OperationContext): Operation {
  const { kernels, arena } = context;
  const output = reserveActivation(arena, context.capacity, size);
  const table = arena.reserve(pixelValues.byteLength);
  new Float32Array(arena.memory.buffer, table, pixelValues.length).set(pixelValues);
  return {
    output,
    forward: {
      split: "rows",
      run: ({ set, order, beginRow, endRow }) => {
        const { address, stride } = output.values;
        kernels.decodeImages(order, beginRow, endRow, set.images, size, table, address, stride);
      },
    },
  };
}
