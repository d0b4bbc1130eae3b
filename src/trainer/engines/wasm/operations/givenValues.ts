import { reserveActivation } from "../matrix";
import type { Operation } from "../operation";
import type { OperationContext } from "./operationContext";

/** Values that somebody writes into the output before each pass. */
export function createGivenValues(size: number, context: OperationContext): Operation {
  return {
    output: reserveActivation(context.arena, context.capacity, size),
    forward: { split: "rows", run: () => undefined },
  };
}
