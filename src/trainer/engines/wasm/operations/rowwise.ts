import { reserveActivation, type Activation } from "../matrix";
import type { Operation, Work } from "../operation";
import type { OperationContext } from "./operationContext";

/** Some rows of an operation, by the addresses of their inputs `x`, outputs `y` and the gradients of both. */
interface Rows {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  /** Bytes from a row to the next. */
  readonly stride: number;
  readonly rows: number;
  readonly columns: number;
}

/** An operation without parameters that makes of each row one of the same width. */
export function rowwise(
  input: Activation,
  context: OperationContext,
  forward: (rows: Rows) => void,
  backward: (rows: Rows) => void,
): Operation {
  const output = reserveActivation(context.arena, context.capacity, input.values.columns);
  const { stride, columns } = output.values;
  const rowsOf = ({ beginRow, endRow }: Work): Rows => {
    const offset = beginRow * stride;
    return {
      x: input.values.address + offset,
      y: output.values.address + offset,
      dx: input.gradient.address + offset,
      dy: output.gradient.address + offset,
      stride,
      rows: endRow - beginRow,
      columns,
    };
  };
  return {
    output,
    forward: { split: "rows", run: work => forward(rowsOf(work)) },
    ...(context.wantsInputGradient && { backward: { split: "rows", run: work => backward(rowsOf(work)) } }),
  };
}
