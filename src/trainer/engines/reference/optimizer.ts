import { optionsFor, type OptimizerName, type TrainingSettings } from "../../../model/trainingSettings";
import { namedParameters } from "../../../model/stateDict";
import type { EngineInputs } from "../engine";
import type { StateName } from "../optimizerState";
import { Adadelta } from "./adadelta";
import { Adam } from "./adam";
import type { Parameter } from "./operation";
import type { Precision, Reals } from "./precision";
import { RmsProp } from "./rmsProp";
import { Sgd } from "./sgd";

/** Changes parameters by their gradients, each operation rounded as PyTorch rounds it. */
export interface Optimizer {
  step(lr: number): void;
}

/** What an optimizer starts from: nothing, or where another one was. */
export interface OptimizerStart {
  readonly parameters: readonly Parameter[];
  /** Steps made before. */
  readonly step: number;
  /** What is remembered under this name of each of the parameters. */
  readonly arrays: (name: StateName) => readonly Reals[];
}

type CreateOptimizer = (start: OptimizerStart, settings: TrainingSettings, precision: Precision) => Optimizer;

const CREATE: Readonly<Record<OptimizerName, CreateOptimizer>> = {
  sgd: (start, settings, precision) => new Sgd(start, optionsFor(settings, "sgd"), precision),
  adam: (start, settings, precision) => new Adam(start, optionsFor(settings, "adam"), precision),
  adamw: (start, settings, precision) => new Adam(start, optionsFor(settings, "adamw"), precision, "decoupled"),
  adadelta: (start, settings, precision) => new Adadelta(start, optionsFor(settings, "adadelta"), precision),
  rmsprop: (start, settings, precision) => new RmsProp(start, optionsFor(settings, "rmsprop"), precision),
};

/** Makes the optimizer of a network's parameters that the settings name. */
export function createOptimizer(
  parameters: readonly Parameter[],
  { model, settings, resume }: Pick<EngineInputs, "model" | "settings" | "resume">,
  precision: Precision,
): Optimizer {
  const names = namedParameters(model).map(({ name }) => name);
  const arrays = (name: StateName) =>
    parameters.map(({ values }, index) => {
      const array = precision.allocate(values.length);
      array.set(resume?.optimizer.get(name)?.get(names[index]!) ?? []);
      return array;
    });
  return CREATE[settings.optimizer]({ parameters, step: resume?.step ?? 0, arrays }, settings, precision);
}
