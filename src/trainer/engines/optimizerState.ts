import { optionsFor, type TrainingSettings } from "../../model/trainingSettings";
import type { Weights } from "./engine";

/** An array of a parameter's size that an optimizer keeps, as PyTorch names it in `optimizer.state`. */
export type StateName = "exp_avg" | "exp_avg_sq" | "momentum_buffer" | "square_avg" | "acc_delta" | "grad_avg";

/** What an optimizer remembers: the arrays of each name by the parameter's name. A parameter that is missing has zeros. */
export type OptimizerState = ReadonlyMap<StateName, Weights>;

/** The arrays that the optimizer of `settings` keeps for each parameter, in the order in which engines lay them out. */
export function stateNames(settings: TrainingSettings): readonly StateName[] {
  switch (settings.optimizer) {
    case "sgd":
      return optionsFor(settings, "sgd").momentum === 0 ? [] : ["momentum_buffer"];
    case "adam":
    case "adamw":
      return ["exp_avg", "exp_avg_sq"];
    case "adadelta":
      return ["square_avg", "acc_delta"];
    case "rmsprop": {
      const { centered, momentum } = optionsFor(settings, "rmsprop");
      return [
        "square_avg",
        ...(centered ? (["grad_avg"] as const) : []),
        ...(momentum > 0 ? (["momentum_buffer"] as const) : []),
      ];
    }
  }
}
