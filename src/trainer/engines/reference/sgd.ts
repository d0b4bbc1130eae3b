import type { OptimizerOptionsOf } from "../../../model/optimizers";
import type { Optimizer, OptimizerStart } from "./optimizer";
import type { Parameter } from "./operation";
import type { Precision, Reals } from "./precision";

/** `torch.optim.SGD`. */
export class Sgd implements Optimizer {
  readonly #parameters: readonly Parameter[];
  readonly #momenta: readonly Reals[];
  #isFirst: boolean;

  constructor(
    { parameters, step, arrays }: OptimizerStart,
    private readonly options: OptimizerOptionsOf["sgd"],
    private readonly precision: Precision,
  ) {
    this.#parameters = parameters;
    this.#momenta = options.momentum === 0 ? [] : arrays("momentum_buffer");
    this.#isFirst = step === 0;
  }

  step(lr: number): void {
    this.#parameters.forEach((parameter, index) => this.#update(parameter, this.#momenta[index], lr));
    this.#isFirst = false;
  }

  #update({ values, gradient }: Parameter, momenta: Reals | undefined, lr: number): void {
    const { round } = this.precision;
    const { momentum, nesterov } = this.options;
    const keep = round(momentum);
    const add = round(1 - this.options.dampening);
    const decay = round(this.options.weightDecay);
    const step = round(-lr);
    for (let k = 0; k < values.length; k++) {
      const value = values[k]!;
      let slope = decay === 0 ? gradient[k]! : round(gradient[k]! + decay * value);
      if (momenta) {
        // the first momentum is the whole gradient, whatever the dampening
        const moving = this.#isFirst ? slope : round(round(momenta[k]! * keep) + add * slope);
        momenta[k] = moving;
        slope = nesterov ? round(slope + keep * moving) : moving;
      }
      values[k] = value + step * slope;
    }
  }
}
