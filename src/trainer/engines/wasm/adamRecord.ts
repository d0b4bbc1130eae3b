import type { OptimizerOptions } from "../../../model/trainingSettings";

/** Arrays of a parameter's size that Adam keeps: first and second moments. */
export const ADAM_ARRAYS = 2;

/**
 * So little weight decay changes no weight, but it keeps the moments of units that get no gradient out of the
 * denormal numbers, with which a processor is slow. As a part of eps.
 */
const GUARD = 1e-7;
/** Keeps the quotients finite when the learning rate is zero. */
const SMALLEST_STEP = 1e-30;

/** Numbers of one step of Adam as `kernels/adam.ts` wants them, in the order of `kernels/optimizer.ts`. */
export function adamRecord({ betas, eps, weightDecay }: OptimizerOptions, lr: number, step: number): Float32Array {
  const [beta1, beta2] = betas;
  // the moments are kept without the factors (1 - beta): m = (1 - beta1) m', v = (1 - beta2) v'
  const stepSize = Math.max((lr / (1 - beta1 ** step)) * Math.fround(1 - beta1), SMALLEST_STEP);
  const rootFactor = Math.sqrt(Math.fround(1 - beta2) / (1 - beta2 ** step)) / stepSize;
  return Float32Array.of(
    beta1,
    beta2,
    Math.max(weightDecay, GUARD * eps),
    rootFactor,
    Math.max(eps / stepSize, SMALLEST_STEP),
  );
}
