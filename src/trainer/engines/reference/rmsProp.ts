import type { OptimizerOptionsOf } from "../../../model/optimizers";
import type { Optimizer, OptimizerStart } from "./optimizer";
import type { Parameter } from "./operation";
import type { Precision, Reals } from "./precision";

/** `torch.optim.RMSprop`. */
export class RmsProp implements Optimizer {
  readonly #parameters: readonly Parameter[];
  readonly #squares: readonly Reals[];
  readonly #means: readonly Reals[];
  readonly #momenta: readonly Reals[];

  constructor(
    { parameters, arrays }: OptimizerStart,
    private readonly options: OptimizerOptionsOf["rmsprop"],
    private readonly precision: Precision,
  ) {
    this.#parameters = parameters;
    this.#squares = arrays("square_avg");
    this.#means = options.centered ? arrays("grad_avg") : [];
    this.#momenta = options.momentum > 0 ? arrays("momentum_buffer") : [];
  }

  step(lr: number): void {
    const { round } = this.precision;
    const { centered, momentum } = this.options;
    const keep = round(this.options.alpha);
    const add = round(1 - this.options.alpha);
    const eps = round(this.options.eps);
    const decay = round(this.options.weightDecay);
    const keepMomentum = round(momentum);
    const step = round(-lr);
    this.#parameters.forEach(({ values, gradient }, index) => {
      const squares = this.#squares[index]!;
      const means = this.#means[index]!;
      const momenta = this.#momenta[index]!;
      for (let k = 0; k < values.length; k++) {
        const value = values[k]!;
        const slope = decay === 0 ? gradient[k]! : round(gradient[k]! + decay * value);
        const square = round(round(squares[k]! * keep) + round(add * slope) * slope);
        squares[k] = square;
        let spread = square;
        if (centered) {
          const mean = round(means[k]! + add * round(slope - means[k]!));
          means[k] = mean;
          spread = round(square - mean * mean);
        }
        const quotient = round(slope / round(round(Math.sqrt(spread)) + eps));
        if (momentum > 0) {
          momenta[k] = round(momenta[k]! * keepMomentum) + quotient;
          values[k] = value + step * momenta[k]!;
        } else {
          values[k] = value + step * quotient;
        }
      }
    });
  }
}
