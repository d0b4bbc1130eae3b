import type { Activation } from "../matrix";
import type { Operation } from "../operation";
import type { OperationContext } from "./operationContext";
import { rowwise } from "./rowwise";

export function createRelu(input: Activation, context: OperationContext): Operation {
  const { kernels } = context;
  return rowwise(
    input,
    context,
    ({ x, y, stride, rows }) => kernels.relu(x, y, (rows * stride) / 4),
    ({ y, dy, dx, stride, rows }) => kernels.reluGradient(y, dy, dx, (rows * stride) / 4),
  );
}
