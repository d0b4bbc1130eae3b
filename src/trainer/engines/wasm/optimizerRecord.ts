import type { OptimizerName, OptimizerOptionsOf } from "../../../model/optimizers";
import { optionsFor, type TrainingSettings } from "../../../model/trainingSettings";
import { stateNames, type StateName } from "../optimizerState";

/** Bytes set aside for a record, a cache line: threads write theirs side by side. */
export const RECORD_BYTES = 64;

/**
 * So little weight decay changes no weight, but it keeps what optimizers remember of units that get no gradient out of
 * the denormal numbers, with which a processor is slow. As a part of eps.
 */
const GUARD = 1e-7;
const SGD_GUARD = 1e-20;
/** Keeps quotients finite when the learning rate is zero. */
const SMALLEST_STEP = 1e-30;

/** The fields of `kernels/optimizer.ts` that are numbers. */
interface OptimizerNumbers {
  readonly step: number;
  readonly decay: number;
  readonly keepValue?: number;
  readonly keepFirst?: number;
  readonly addFirst?: number;
  readonly keepSecond?: number;
  readonly addSecond?: number;
  readonly eps?: number;
  readonly rootFactor?: number;
  readonly rootOffset?: number;
  readonly isNesterov?: boolean;
  readonly isCentered?: boolean;
}

interface OptimizerKernel<N extends OptimizerName> {
  /** Its number in `kernels/optimizer.ts`. */
  readonly kind: number;
  /** What it multiplies some arrays with, of those in `stateNames`, while it keeps them. */
  readonly scales?: (options: OptimizerOptionsOf[N]) => Partial<Record<StateName, number>>;
  /** What it needs for step number `step`, from 1. */
  readonly numbers: (options: OptimizerOptionsOf[N], lr: number, step: number) => OptimizerNumbers;
}

const KERNELS: { readonly [N in OptimizerName]: OptimizerKernel<N> } = {
  sgd: {
    kind: 0,
    numbers: ({ momentum, dampening, nesterov, weightDecay }, lr, step) => ({
      step: lr,
      decay: Math.max(weightDecay, SGD_GUARD),
      keepFirst: momentum,
      // the first momentum is the whole gradient, whatever the dampening
      addFirst: step === 1 ? 1 : 1 - dampening,
      isNesterov: nesterov,
    }),
  },
  adam: {
    kind: 1,
    scales: adamScales,
    numbers: (options, lr, step) => adamNumbers(options, options.weightDecay, 1, lr, step),
  },
  adamw: {
    kind: 1,
    scales: adamScales,
    numbers: (options, lr, step) => adamNumbers(options, 0, 1 - lr * options.weightDecay, lr, step),
  },
  adadelta: {
    kind: 2,
    numbers: ({ rho, eps, weightDecay }, lr) => ({
      step: lr,
      decay: Math.max(weightDecay, GUARD * eps),
      keepSecond: rho,
      addSecond: 1 - rho,
      eps,
    }),
  },
  rmsprop: {
    kind: 3,
    numbers: ({ alpha, eps, weightDecay, momentum, centered }, lr) => ({
      step: lr,
      decay: Math.max(weightDecay, GUARD * eps),
      keepFirst: momentum,
      keepSecond: alpha,
      addSecond: 1 - alpha,
      eps,
      isCentered: centered,
    }),
  },
};

/** The moments are kept without the factors (1 - beta): m = (1 - beta1) m', v = (1 - beta2) v'. */
function adamScales({ betas: [beta1, beta2] }: OptimizerOptionsOf["adam"]) {
  return { exp_avg: 1 / Math.fround(1 - beta1), exp_avg_sq: 1 / Math.fround(1 - beta2) };
}

function adamNumbers(
  { betas, eps }: OptimizerOptionsOf["adam"],
  weightDecay: number,
  keepValue: number,
  lr: number,
  step: number,
): OptimizerNumbers {
  const [beta1, beta2] = betas;
  const stepSize = Math.max((lr / (1 - beta1 ** step)) * Math.fround(1 - beta1), SMALLEST_STEP);
  return {
    step: lr,
    decay: Math.max(weightDecay, GUARD * eps),
    keepValue,
    keepFirst: beta1,
    keepSecond: beta2,
    rootFactor: Math.sqrt(Math.fround(1 - beta2) / (1 - beta2 ** step)) / stepSize,
    rootOffset: Math.max(eps / stepSize, SMALLEST_STEP),
  };
}

/** What the kernels keep of an array that PyTorch has under that name, as a factor. */
export function stateScale(settings: TrainingSettings, name: StateName): number {
  return kernelOf(settings).scales?.(optionsFor(settings, settings.optimizer))[name] ?? 1;
}

/** Writes what step number `step` needs, in the order of `kernels/optimizer.ts`; returns `address`. */
export function writeOptimizerRecord(
  memory: WebAssembly.Memory,
  address: number,
  settings: TrainingSettings,
  lr: number,
  step: number,
): number {
  const { kind, numbers } = kernelOf(settings);
  const options = optionsFor(settings, settings.optimizer);
  const own = numbers(options, lr, step);
  const { clipping } = settings;
  const storeBehind = clipping?.kind === "norm" ? 1 + stateNames(settings).length : 0;
  const flags = Number(own.isNesterov ?? false) + 256 * Number(own.isCentered ?? false);
  new Uint32Array(memory.buffer, address, 3).set([kind, storeBehind, flags]);
  new Float32Array(memory.buffer, address + 12, 11).set([
    clipping?.kind === "value" ? clipping.clipValue : Infinity,
    own.step,
    own.decay,
    own.keepValue ?? 1,
    own.keepFirst ?? 0,
    own.addFirst ?? 0,
    own.keepSecond ?? 0,
    own.addSecond ?? 0,
    own.eps ?? 0,
    own.rootFactor ?? 0,
    own.rootOffset ?? 0,
  ]);
  return address;
}

function kernelOf({ optimizer }: TrainingSettings): OptimizerKernel<OptimizerName> {
  return KERNELS[optimizer] as OptimizerKernel<OptimizerName>;
}
