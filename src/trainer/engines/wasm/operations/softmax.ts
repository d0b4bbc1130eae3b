import { reserveActivation, type Activation } from "../matrix";
import type { Operation } from "../operation";
import type { OperationContext } from "./operationContext";

/** `Softmax` or `LogSoftmax` over the features of each sample. */
export function createSoftmax(isLog: boolean, input: Activation, context: OperationContext): Operation {
  const { kernels } = context;
  const output = reserveActivation(context.arena, context.capacity, input.values.columns);
  const { stride, columns } = output.values;
  return {
    output,
    forward: {
      split: "rows",
      run: ({ beginRow, endRow }) => {
        const offset = beginRow * stride;
        const [x, y] = [input.values.address + offset, output.values.address + offset];
        kernels.softmax(isLog, x, y, stride, endRow - beginRow, columns);
      },
    },
    ...(context.wantsInputGradient && {
      backward: {
        split: "rows",
        run: ({ beginRow, endRow }) => {
          const offset = beginRow * stride;
          kernels.softmaxBackward(
            isLog,
            output.values.address + offset,
            output.gradient.address + offset,
            input.gradient.address + offset,
            stride,
            endRow - beginRow,
            columns,
          );
        },
      },
    }),
  };
}
