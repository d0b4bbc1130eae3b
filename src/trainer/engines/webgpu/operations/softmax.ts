import { valueAt, type Activation } from "../activationSpace";
import { shared } from "../kernels/wgsl";
import type { Operation } from "./operation";
import type { OperationContext } from "./operationContext";

/** `Softmax` or `LogSoftmax` over the features of a row. */
export function createSoftmax(
  isLog: boolean,
  input: Activation,
  { space, training, wantsInputGradient }: OperationContext,
): Operation {
  const { width } = input.values;
  const output = space.activation(width);
  const [x, y] = [valueAt(input.values, "row", "k"), valueAt(output.values, "row", "k")];
  const [dx, dy] = [valueAt(input.gradient, "row", "k"), valueAt(output.gradient, "row", "k")];
  const forward = `
    var best = -3.4028234e38f;
    ${shared("k", width, `best = max(best, ${x});`)}
    let highest = highestOf(t, best);
    var part = 0.0;
    ${shared("k", width, `part += exponential(${x} - highest);`)}
    let sum = sumOf(t, part);
    ${isLog ? "let log_sum = logarithm(sum);" : ""}
    ${shared("k", width, `${y} = ${isLog ? `${x} - highest - log_sum` : `exponential(${x} - highest) / sum`};`)}`;
  const backward = `
    var part = 0.0;
    ${shared("k", width, `part += ${dy}${isLog ? "" : ` * ${y}`};`)}
    let sum = sumOf(t, part);
    ${shared("k", width, `${dx} = ${isLog ? `${dy} - exponential(${y}) * sum` : `${y} * (${dy} - sum)`};`)}`;
  return {
    output,
    forward: { scope: "row", gathers: false, code: forward },
    ...(training && wantsInputGradient && { backward: { scope: "row", gathers: false, code: backward } }),
  };
}
