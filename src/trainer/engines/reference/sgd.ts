import type { OptimizerOptionsOf } from "../../../model/optimizers";
import type { Optimizer } from "./optimizer";
import type { Parameter } from "./operation";
import type { Precision, Reals } from "./precision";

/** `torch.optim.SGD`. */
export class Sgd implements Optimizer {
  readonly #momenta: readonly Reals[];
  #isFirst = true;

  constructor(
    private readonly parameters: readonly Parameter[],
    private readonly options: OptimizerOptionsOf["sgd"],
    private readonly precision: Precision,
  ) {
    this.#momenta = parameters.map(({ values }) => precision.allocate(options.momentum === 0 ? 0 : values.length));
  }

  step(lr: number): void {
    this.parameters.forEach((parameter, index) => this.#update(parameter, this.#momenta[index]!, lr));
    this.#isFirst = false;
  }

  #update({ values, gradient }: Parameter, momenta: Reals, lr: number): void {
    const { round } = this.precision;
    const { momentum, nesterov } = this.options;
    const keep = round(momentum);
    const add = round(1 - this.options.dampening);
    const decay = round(this.options.weightDecay);
    const step = round(-lr);
    for (let k = 0; k < values.length; k++) {
      const value = values[k]!;
      let slope = decay === 0 ? gradient[k]! : round(gradient[k]! + decay * value);
      if (momentum !== 0) {
        // the first momentum is the whole gradient, whatever the dampening
        const moving = this.#isFirst ? slope : round(round(momenta[k]! * keep) + add * slope);
        momenta[k] = moving;
        slope = nesterov ? round(slope + keep * moving) : moving;
      }
      values[k] = value + step * slope;
    }
  }
}
