import { valueAt, type Activation, type Values } from "../activationSpace";
import { float, shared } from "../kernels/wgsl";
import type { RowPhase } from "../kernels/phase";
import type { Operation } from "./operation";
import type { OperationContext } from "./operationContext";

/** Zeroes values in training, as bits say that were drawn before the step. */
export function createDropout(p: number, input: Activation, context: OperationContext): Operation {
  const { width } = input.values;
  const output = context.space.activation(width);
  const firstBit = context.mask(p, width);
  const scale = float(p === 1 ? 0 : 1 / Math.fround(1 - p));
  const masked = (from: Values, to: Values): RowPhase => ({
    scope: "row",
    gathers: false,
    code: shared(
      "k",
      width,
      `let bit = ${firstBit}u + row * ${width}u + k;
      let isKept = ((MASKS[s.slot * MASK_WORDS + (bit >> 5u)] >> (bit & 31u)) & 1u) == 1u;
      ${valueAt(to, "row", "k")} = select(0.0, ${valueAt(from, "row", "k")} * ${scale}, isKept);`,
    ),
  });
  return {
    output,
    forward: masked(input.values, output.values),
    ...(context.wantsInputGradient && { backward: masked(output.gradient, input.gradient) }),
  };
}
