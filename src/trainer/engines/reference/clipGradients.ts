import type { Clipping } from "../../../model/trainingSettings";
import type { Parameter } from "./operation";

/** Added to the norm that gradients are divided by, as `clip_grad_norm_` does. */
const NORM_OFFSET = 1e-6;

/** What `torch.nn.utils.clip_grad_norm_` or `clip_grad_value_` does to the gradients of all parameters. */
export function clipGradients(clipping: Clipping, parameters: readonly Parameter[]): void {
  const change = clipping.kind === "value" ? limited(clipping.clipValue) : scaled(clipping.maxNorm, parameters);
  for (const { gradient } of parameters) gradient.forEach((slope, k) => (gradient[k] = change(slope)));
}

/** The L2 norm of each parameter's gradient. */
export function gradientNorms(parameters: readonly Parameter[]): Float64Array {
  return Float64Array.from(parameters, ({ gradient }) => {
    let squares = 0;
    for (const slope of gradient) squares += slope * slope;
    return Math.sqrt(squares);
  });
}

function limited(limit: number): (slope: number) => number {
  return slope => Math.min(Math.max(slope, -limit), limit);
}

function scaled(maxNorm: number, parameters: readonly Parameter[]): (slope: number) => number {
  const factor = Math.min(1, maxNorm / (Math.hypot(...gradientNorms(parameters)) + NORM_OFFSET));
  return slope => slope * factor;
}
