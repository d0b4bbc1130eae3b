import type { OptimizerName, OptimizerOptionsOf } from "../../../model/optimizers";
import { optionsFor, type TrainingSettings } from "../../../model/trainingSettings";
import { stateNames } from "../optimizerState";

/** Numbers of a step that an update may ask for. */
export const STEP_NUMBERS = 12;

interface OptimizerKernel<N extends OptimizerName> {
  /** What it needs for step number `step`, from 1; each in float32, as PyTorch rounds it. */
  readonly numbers: (options: OptimizerOptionsOf[N], lr: number, step: number) => Readonly<Record<string, number>>;
  /**
   * WGSL that makes `next` of the value `w` and its gradient `g`; its own arrays, in the order of
   * `stateNames`, are `KEPT[at]`, `KEPT[at + 1u]` ...
   */
  readonly update: (options: OptimizerOptionsOf[N]) => string;
}

const DECAY = "g += decay * w;";

const KERNELS: { readonly [N in OptimizerName]: OptimizerKernel<N> } = {
  sgd: {
    // the first momentum is the whole gradient, whatever the dampening
    numbers: ({ momentum, dampening, weightDecay }, lr, step) => ({
      rate: lr,
      decay: weightDecay,
      keep: momentum,
      add: step === 1 ? 1 : 1 - dampening,
    }),
    update: ({ momentum, nesterov, weightDecay }) => `
      ${weightDecay === 0 ? "" : DECAY}
      ${
        momentum === 0
          ? ""
          : `let moving = KEPT[at] * keep + add * g;
            KEPT[at] = moving;
            g = ${nesterov ? "g + keep * moving" : "moving"};`
      }
      let next = w - rate * g;`,
  },
  adam: {
    numbers: (options, lr, step) => ({ ...adamNumbers(options, lr, step), decay: options.weightDecay }),
    update: ({ weightDecay }) => `${weightDecay === 0 ? "" : DECAY} ${ADAM} let next = w + change;`,
  },
  adamw: {
    numbers: (options, lr, step) => ({
      ...adamNumbers(options, lr, step),
      keep_value: 1 - lr * options.weightDecay,
    }),
    update: () => `${ADAM} let next = w * keep_value + change;`,
  },
  adadelta: {
    numbers: ({ rho, eps, weightDecay }, lr) => ({ rate: lr, keep: rho, add: 1 - rho, eps, decay: weightDecay }),
    update: ({ weightDecay }) => `
      ${weightDecay === 0 ? "" : DECAY}
      let square = KEPT[at] * keep + (add * g) * g;
      let delta = sqrt(KEPT[at + 1u] + eps) / sqrt(square + eps) * g;
      KEPT[at] = square;
      KEPT[at + 1u] = KEPT[at + 1u] * keep + (add * delta) * delta;
      let next = w - rate * delta;`,
  },
  rmsprop: {
    numbers: ({ alpha, eps, weightDecay, momentum }, lr) => ({
      rate: lr,
      keep: alpha,
      add: 1 - alpha,
      eps,
      decay: weightDecay,
      keep_momentum: momentum,
    }),
    update: ({ weightDecay, momentum, centered }) => `
      ${weightDecay === 0 ? "" : DECAY}
      let square = KEPT[at] * keep + (add * g) * g;
      KEPT[at] = square;
      ${
        centered
          ? `let mean = KEPT[at + 1u] + add * (g - KEPT[at + 1u]);
            KEPT[at + 1u] = mean;
            let quotient = g / (sqrt(square - mean * mean) + eps);`
          : "let quotient = g / (sqrt(square) + eps);"
      }
      ${
        momentum > 0
          ? `let moving = KEPT[at + ${centered ? 2 : 1}u] * keep_momentum + quotient;
            KEPT[at + ${centered ? 2 : 1}u] = moving;
            let next = w - rate * moving;`
          : "let next = w - rate * quotient;"
      }`,
  },
};

/** As PyTorch computes it; powers are the host's, in double. */
const ADAM = `
      let mean = KEPT[at] * keep1 + g * add1;
      let square = KEPT[at + 1u] * keep2 + (add2 * g) * g;
      KEPT[at] = mean;
      KEPT[at + 1u] = square;
      let change = (step_size * mean) / (sqrt(square) / correction + eps);`;

function adamNumbers({ betas, eps }: OptimizerOptionsOf["adam"], lr: number, step: number): Record<string, number> {
  const [beta1, beta2] = betas;
  return {
    step_size: -lr / (1 - beta1 ** step),
    correction: Math.sqrt(1 - beta2 ** step),
    keep1: beta1,
    keep2: beta2,
    add1: 1 - beta1,
    add2: 1 - beta2,
    eps,
  };
}

/** What step number `step` needs, in the order in which `optimizerUpdate` reads it. */
export function optimizerNumbers(settings: TrainingSettings, lr: number, step: number): readonly number[] {
  const { clipping } = settings;
  const limit = clipping?.kind === "value" ? clipping.clipValue : clipping?.kind === "norm" ? clipping.maxNorm : 0;
  const own = kernelOf(settings).numbers(optionsFor(settings, settings.optimizer), lr, step);
  return [Math.min(limit, LARGEST), ...Object.values(own)];
}

const LARGEST = 3.4028234663852886e38;

/**
 * The WGSL function that updates vector `k` of the parameters with its gradient, and returns it. Values that fill up a
 * row are not used and stay zero.
 */
export function optimizerUpdate(settings: TrainingSettings): string {
  const options = optionsFor(settings, settings.optimizer);
  const { numbers, update } = kernelOf(settings);
  const names = ["limit", ...Object.keys(numbers(options, 1, 1))];
  const lets = names.map((name, k) => `let ${name} = s.numbers[${k >> 2}].${"xyzw"[k & 3]!};`);
  return `
fn change(k: u32, gradient: vec4f, is_used: vec4<bool>) -> vec4f {
  ${lets.join(" ")}
  let w = P[k];
  let at = k * ${stateNames(settings).length}u;
  var g = gradient;
  ${settings.clipping?.kind === "value" ? "g = clamp(g, vec4f(-limit), vec4f(limit));" : ""}
  ${update(options)}
  let used = select(vec4f(), next, is_used);
  P[k] = used;
  return used;
}`;
}

function kernelOf({ optimizer }: TrainingSettings): OptimizerKernel<OptimizerName> {
  return KERNELS[optimizer] as OptimizerKernel<OptimizerName>;
}
