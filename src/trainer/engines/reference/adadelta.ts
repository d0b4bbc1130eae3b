import type { OptimizerOptionsOf } from "../../../model/optimizers";
import type { Optimizer, OptimizerStart } from "./optimizer";
import type { Parameter } from "./operation";
import type { Precision, Reals } from "./precision";

/** `torch.optim.Adadelta`. */
export class Adadelta implements Optimizer {
  readonly #parameters: readonly Parameter[];
  readonly #squares: readonly Reals[];
  readonly #deltas: readonly Reals[];

  constructor(
    { parameters, arrays }: OptimizerStart,
    private readonly options: OptimizerOptionsOf["adadelta"],
    private readonly precision: Precision,
  ) {
    this.#parameters = parameters;
    this.#squares = arrays("square_avg");
    this.#deltas = arrays("acc_delta");
  }

  step(lr: number): void {
    const { round } = this.precision;
    const keep = round(this.options.rho);
    const add = round(1 - this.options.rho);
    const eps = round(this.options.eps);
    const decay = round(this.options.weightDecay);
    const step = round(-lr);
    this.#parameters.forEach(({ values, gradient }, index) => {
      const [squares, deltas] = [this.#squares[index]!, this.#deltas[index]!];
      for (let k = 0; k < values.length; k++) {
        const value = values[k]!;
        const slope = decay === 0 ? gradient[k]! : round(gradient[k]! + decay * value);
        const square = round(round(squares[k]! * keep) + round(add * slope) * slope);
        squares[k] = square;
        const root = round(Math.sqrt(round(square + eps)));
        const delta = round(round(round(Math.sqrt(round(deltas[k]! + eps))) / root) * slope);
        deltas[k] = round(deltas[k]! * keep) + round(add * delta) * delta;
        values[k] = value + step * delta;
      }
    });
  }
}
