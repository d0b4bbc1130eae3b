import { reserveActivation, type Activation, type Matrix } from "../matrix";
import type { Operation, Work } from "../operation";
import type { OperationContext } from "./operationContext";

export function createRelu(input: Activation, context: OperationContext): Operation {
  const { kernels } = context;
  const output = reserveActivation(context.arena, context.capacity, input.values.columns);
  const at = ({ address, stride }: Matrix, { beginRow }: Work) => address + beginRow * stride;
  const count = ({ beginRow, endRow }: Work) => ((endRow - beginRow) * output.values.stride) / 4;
  return {
    output,
    forward: { split: "rows", run: work => kernels.relu(at(input.values, work), at(output.values, work), count(work)) },
    ...(context.wantsInputGradient && {
      backward: {
        split: "rows",
        run: work =>
          kernels.reluGradient(
            at(output.values, work),
            at(output.gradient, work),
            at(input.gradient, work),
            count(work),
          ),
      },
    }),
  };
}
