import { gradientsByLayer } from "../model/gradientHealth";
import type { ModelSpec } from "../model/modelSpec";
import { namedParameters } from "../model/stateDict";
import { toWireNumber, type GradientNorms, type GradientsMeasured } from "../protocol/trainer";
import type { StepNorms } from "./engines/engine";
import { translateObstacle } from "./translateObstacle";

/** Norms under the names of the tutorial's loop over `named_parameters()`. */
export function nameNorms(model: ModelSpec, norms: Float64Array): GradientNorms {
  return Object.fromEntries(namedParameters(model).map(({ name }, index) => [name, toWireNumber(norms[index]!)]));
}

/** The event that reports the means over several batches. */
export function describeMeanNorms(
  runId: string,
  model: ModelSpec,
  batches: readonly Float64Array[],
): GradientsMeasured {
  const mean = (of: (norms: Float64Array) => number) =>
    batches.reduce((sum, norms) => sum + of(norms), 0) / batches.length;
  const norms = Float64Array.from(batches[0]!, (_, parameter) => mean(of => of[parameter]!));
  const total = mean(of => Math.hypot(...of));
  const described = describeNorms(runId, model, { step: batches.length, norms });
  return { ...described, total: toWireNumber(total), batches: batches.length };
}

/** The event that reports one step's norms; the total is what `torch.nn.utils.clip_grad_norm_` returns. */
export function describeNorms(runId: string, model: ModelSpec, { step, norms }: StepNorms): GradientsMeasured {
  const total = Math.hypot(...norms);
  return {
    type: "gradients-measured",
    runId,
    step,
    norms: nameNorms(model, norms),
    total: toWireNumber(total),
    ...describeConcerns(model, norms),
  };
}

function describeConcerns(model: ModelSpec, norms: Float64Array): Pick<GradientsMeasured, "concerns"> {
  const byName = new Map(namedParameters(model).map(({ name }, index) => [name, norms[index]!]));
  const concerns = gradientsByLayer(model, byName).flatMap(({ path, concern }) =>
    concern ? [[path, translateObstacle(concern)]] : [],
  );
  return concerns.length > 0 ? { concerns: Object.fromEntries(concerns) as Record<string, string> } : {};
}
