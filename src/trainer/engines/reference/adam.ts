import type { OptimizerOptionsOf } from "../../../model/optimizers";
import type { Optimizer, OptimizerStart } from "./optimizer";
import type { Parameter } from "./operation";
import type { Precision, Reals } from "./precision";

/** Adam (Kingma and Ba, 2015) with bias correction: `torch.optim.Adam`, and `AdamW` with decoupled weight decay. */
export class Adam implements Optimizer {
  readonly #moments: { readonly parameter: Parameter; readonly first: Reals; readonly second: Reals }[];
  #step: number;

  constructor(
    { parameters, step, arrays }: OptimizerStart,
    private readonly options: OptimizerOptionsOf["adam"],
    private readonly precision: Precision,
    private readonly weightDecay: "in-gradient" | "decoupled" = "in-gradient",
  ) {
    this.#step = step;
    const [first, second] = [arrays("exp_avg"), arrays("exp_avg_sq")];
    this.#moments = parameters.map((parameter, index) => ({ parameter, first: first[index]!, second: second[index]! }));
  }

  step(lr: number): void {
    this.#step++;
    for (const { parameter, first, second } of this.#moments) this.#update(parameter, first, second, lr);
  }

  #update({ values, gradient }: Parameter, first: Reals, second: Reals, lr: number): void {
    const { round } = this.precision;
    const [beta1, beta2] = this.options.betas;
    const keep1 = round(beta1);
    const keep2 = round(beta2);
    const add1 = round(1 - beta1);
    const add2 = round(1 - beta2);
    const eps = round(this.options.eps);
    const isDecoupled = this.weightDecay === "decoupled";
    const decay = isDecoupled ? 0 : round(this.options.weightDecay);
    const keepValue = isDecoupled ? round(1 - lr * this.options.weightDecay) : 1;
    const stepSize = round(-lr / (1 - beta1 ** this.#step));
    const correction = round(Math.sqrt(1 - beta2 ** this.#step));
    for (let k = 0; k < values.length; k++) {
      const value = round(values[k]! * keepValue);
      const slope = decay === 0 ? gradient[k]! : round(gradient[k]! + decay * value);
      const mean = round(round(first[k]! * keep1) + slope * add1);
      const square = round(round(second[k]! * keep2) + round(add2 * slope) * slope);
      first[k] = mean;
      second[k] = square;
      const denominator = round(round(round(Math.sqrt(square)) / correction) + eps);
      values[k] = value + round(round(stepSize * mean) / denominator);
    }
  }
}
