import type { LayerOf } from "../../../../model/layers";
import { valueAt, type Activation, type Values } from "../activationSpace";
import { float, shared } from "../kernels/wgsl";
import type { Phase } from "../kernels/phase";
import { scaleUpdate, tensorValue } from "./layerNorm";
import type { Operation } from "./operation";
import type { OperationContext } from "./operationContext";

type BatchNorm1d = LayerOf<"BatchNorm1d">;

/** `nn.BatchNorm1d`: in training with the statistics of the batch, four features a thread, else with the running ones. */
export function createBatchNorm(layer: BatchNorm1d, input: Activation, context: OperationContext): Operation {
  const { space, training, wantsInputGradient } = context;
  const { width } = input.values;
  const output = space.activation(width);
  if (!training) return { output, forward: evaluationPhase(layer, input.values, output.values, context) };
  const normal = space.reserve(width);
  const deviations = `${space.reserve(4 * Math.ceil(width / 4)).base} + 4u * c`;
  const weight = context.parameter("weight");
  return {
    output,
    forward: forwardPhase(layer, input.values, normal, output.values, deviations, context),
    ...(wantsInputGradient && {
      backward: backwardPhase(input.gradient, normal, output.gradient, deviations, context),
    }),
    ...(weight && { update: scaleUpdate(width, normal, output.gradient, weight, context.parameter("bias"), context) }),
  };
}

function forwardPhase(
  { eps, momentum }: BatchNorm1d,
  x: Values,
  z: Values,
  y: Values,
  deviations: string,
  { threads, parameter }: OperationContext,
): Phase {
  const [weight, bias] = [parameter("weight"), parameter("bias")];
  const [mean, variance, counts] = [
    parameter("running_mean")!,
    parameter("running_var")!,
    parameter("num_batches_tracked")!,
  ];
  const chunks = mean.chunks;
  const share = momentum === null ? "1.0 / count" : `vec4f(${float(momentum)})`;
  return {
    scope: "unit",
    groups: Math.ceil(chunks / threads),
    code: `
    let c = unit * THREADS + t;
    if (c < ${chunks}u) {
      let rows = f32(s.rows);
      var mean = vec4f();
      for (var r = 0u; r < s.rows; r++) { mean += ${chunkOf(x)}; }
      mean /= rows;
      var squares = vec4f();
      for (var r = 0u; r < s.rows; r++) { let d = ${chunkOf(x)} - mean; squares += d * d; }
      let deviation = sqrt(squares / rows + ${float(eps)});
      store4(${deviations}, deviation, 4u);
      for (var r = 0u; r < s.rows; r++) {
        let z = (${chunkOf(x)} - mean) / deviation;
        ${storeChunk(z, "z")}
        ${storeChunk(y, `z${weight ? ` * P[${weight.offset}u + c]` : ""}${bias ? ` + P[${bias.offset}u + c]` : ""}`)}
      }
      let count = P[${counts.offset}u + c] + 1.0;
      P[${counts.offset}u + c] = count;
      let share = ${share};
      P[${mean.offset}u + c] = (1.0 - share) * P[${mean.offset}u + c] + share * mean;
      P[${variance.offset}u + c] = (1.0 - share) * P[${variance.offset}u + c] + share * (squares / (rows - 1.0));
    }`,
  };
}

function backwardPhase(
  dx: Values,
  z: Values,
  dy: Values,
  deviations: string,
  { threads, parameter }: OperationContext,
): Phase {
  const weight = parameter("weight");
  const chunks = Math.ceil(dx.width / 4);
  const slope = `${chunkOf(dy)}${weight ? ` * P[${weight.offset}u + c]` : ""}`;
  return {
    scope: "unit",
    groups: Math.ceil(chunks / threads),
    code: `
    let c = unit * THREADS + t;
    if (c < ${chunks}u) {
      var slopes = vec4f();
      var products = vec4f();
      for (var r = 0u; r < s.rows; r++) { let g = ${slope}; slopes += g; products += g * ${chunkOf(z)}; }
      slopes /= f32(s.rows);
      products /= f32(s.rows);
      let deviation = act4(${deviations});
      for (var r = 0u; r < s.rows; r++) {
        let g = (${slope} - slopes - ${chunkOf(z)} * products) / deviation;
        ${storeChunk(dx, "g")}
      }
    }`,
  };
}

function evaluationPhase({ eps }: BatchNorm1d, x: Values, y: Values, { parameter }: OperationContext): Phase {
  const [weight, bias] = [parameter("weight"), parameter("bias")];
  const z = `(${valueAt(x, "row", "k")} - ${tensorValue(parameter("running_mean")!)})
    / sqrt(${tensorValue(parameter("running_var")!)} + ${float(eps)})`;
  const scaled = `${z}${weight ? ` * ${tensorValue(weight)}` : ""}${bias ? ` + ${tensorValue(bias)}` : ""}`;
  return { scope: "row", gathers: false, code: shared("k", x.width, `${valueAt(y, "row", "k")} = ${scaled};`) };
}

function chunkOf({ base, stride }: Values): string {
  return `act4(${base} + r * ${stride}u + 4u * c)`;
}

function storeChunk({ base, stride, width }: Values, value: string): string {
  return `store4(${base} + r * ${stride}u + 4u * c, ${value}, ${width}u - 4u * c);`;
}
