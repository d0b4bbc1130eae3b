import type { Activation } from "../matrix";
import type { Operation } from "../operation";
import type { OperationContext } from "./operationContext";
import { rowwise } from "./rowwise";

/** `Softmax` or `LogSoftmax` over the features of each sample. */
export function createSoftmax(isLog: boolean, input: Activation, context: OperationContext): Operation {
  const { kernels } = context;
  return rowwise(
    input,
    context,
    ({ x, y, stride, rows, columns }) => kernels.softmax(isLog, x, y, stride, rows, columns),
    ({ y, dy, dx, stride, rows, columns }) => kernels.softmaxBackward(isLog, y, dy, dx, stride, rows, columns),
  );
}
