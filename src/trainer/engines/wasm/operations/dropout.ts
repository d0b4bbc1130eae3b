import { reserveActivation, type Activation } from "../matrix";
import type { Operation } from "../operation";
import type { OperationContext } from "./operationContext";

/** Zeroes values in training, as bytes say that were drawn before the step; hands on values in evaluation. */
export function createDropout(p: number, input: Activation, context: OperationContext): Operation {
  const { kernels } = context;
  const output = reserveActivation(context.arena, context.capacity, input.values.columns);
  const { stride, columns } = output.values;
  const mask = context.dropoutMask(p, columns);
  const maskOf = (groupStep: number) => mask.address + groupStep * mask.stepBytes;
  const scale = p === 1 ? 0 : 1 / Math.fround(1 - p);
  return {
    output,
    forward: {
      split: "rows",
      run: ({ training, groupStep, beginRow, endRow }) => {
        const [x, y] = [input.values.address, output.values.address];
        const offset = beginRow * stride;
        if (training) kernels.dropout(maskOf(groupStep), scale, x, y, stride, beginRow, endRow, columns);
        else kernels.copy(x + offset, y + offset, (endRow - beginRow) * stride);
      },
    },
    ...(context.wantsInputGradient && {
      backward: {
        split: "rows",
        run: ({ groupStep, beginRow, endRow }) => {
          const [dy, dx] = [output.gradient.address, input.gradient.address];
          kernels.dropout(maskOf(groupStep), scale, dy, dx, stride, beginRow, endRow, columns);
        },
      },
    }),
  };
}
