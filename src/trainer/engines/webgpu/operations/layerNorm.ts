import { valueAt, type Activation, type Values } from "../activationSpace";
import { float, shared } from "../kernels/wgsl";
import type { UnitPhase } from "../kernels/phase";
import type { ParameterRows } from "../parameterSpace";
import type { Operation } from "./operation";
import type { OperationContext } from "./operationContext";

/** `nn.LayerNorm` over all features of a row. */
export function createLayerNorm(eps: number, input: Activation, context: OperationContext): Operation {
  const { space, training, wantsInputGradient } = context;
  const { width } = input.values;
  const output = space.activation(width);
  const normal = space.reserve(width);
  const deviation = valueAt(space.reserve(1), "row", "0u");
  const [weight, bias] = [context.parameter("weight"), context.parameter("bias")];
  const [x, z, y] = [input.values, normal, output.values].map(values => valueAt(values, "row", "k"));
  const [dx, dy] = [valueAt(input.gradient, "row", "k"), valueAt(output.gradient, "row", "k")];
  const scaled = weight ? ` * ${tensorValue(weight)}` : "";
  const forward = `
    var part = 0.0;
    ${shared("k", width, `part += ${x};`)}
    let mean = sumOf(t, part) / ${float(width)};
    part = 0.0;
    ${shared("k", width, `part += (${x} - mean) * (${x} - mean);`)}
    let deviation = sqrt(sumOf(t, part) / ${float(width)} + ${float(eps)});
    if (t == 0u) { ${deviation} = deviation; }
    ${shared("k", width, `let z = (${x} - mean) / deviation; ${z} = z; ${y} = z${scaled}${bias ? ` + ${tensorValue(bias)}` : ""};`)}`;
  const backward = `
    var slopes = 0.0;
    var products = 0.0;
    ${shared("k", width, `let slope = ${dy}${scaled}; slopes += slope; products += slope * ${z};`)}
    let mean_slope = sumOf(t, slopes) / ${float(width)};
    let mean_product = sumOf(t, products) / ${float(width)};
    ${shared("k", width, `${dx} = (${dy}${scaled} - mean_slope - ${z} * mean_product) / ${deviation};`)}`;
  return {
    output,
    forward: { scope: "row", gathers: false, code: forward },
    ...(training && wantsInputGradient && { backward: { scope: "row", gathers: false, code: backward } }),
    ...(training && weight && { update: scaleUpdate(width, normal, output.gradient, weight, bias, context) }),
  };
}

/** Element `k` of a tensor that has one row. */
export function tensorValue({ offset }: ParameterRows): string {
  return `P[${offset}u + (k >> 2u)][k & 3u]`;
}

/** The update of what normalized values `normal` are scaled and moved by, four features a thread. */
export function scaleUpdate(
  width: number,
  normal: Values,
  gradient: Values,
  weight: ParameterRows,
  bias: ParameterRows | undefined,
  { threads, squares }: OperationContext,
): UnitPhase {
  const groups = Math.ceil(weight.chunks / threads);
  const isUsed = `(vec4u(4u * c) + vec4u(0u, 1u, 2u, 3u)) < vec4u(${width}u)`;
  const changed = (tensor: ParameterRows, sum: string) =>
    `let ${sum}_used = select(vec4f(), ${sum}, ${isUsed});
     squares_${sum} = dot(${sum}_used, ${sum}_used);
     update(${tensor.offset}u + c, ${sum}_used, ${isUsed});`;
  const g = `act4(${gradient.base} + r * ${gradient.stride}u + 4u * c)`;
  const z = `act4(${normal.base} + r * ${normal.stride}u + 4u * c)`;
  return {
    scope: "unit",
    groups,
    code: `
    let c = unit * THREADS + t;
    var squares_scale = 0.0;
    var squares_shift = 0.0;
    if (c < ${weight.chunks}u) {
      var scale = vec4f();
      var shift = vec4f();
      for (var r = 0u; r < s.rows; r++) { let g = ${g}; scale += g * ${z}; shift += g; }
      ${changed(weight, "scale")}
      ${bias ? changed(bias, "shift") : ""}
    }
    let scale_sum = sumOf(t, squares_scale);
    ${bias ? "let shift_sum = sumOf(t, squares_shift);" : ""}
    if (t == 0u) {
      PART[${squares("weight", groups)} + unit] = scale_sum;
      ${bias ? `PART[${squares("bias", groups)} + unit] = shift_sum;` : ""}
    }`,
  };
}
