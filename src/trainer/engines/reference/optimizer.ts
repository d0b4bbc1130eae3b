import { optionsFor, type OptimizerName, type TrainingSettings } from "../../../model/trainingSettings";
import { Adadelta } from "./adadelta";
import { Adam } from "./adam";
import type { Parameter } from "./operation";
import type { Precision } from "./precision";
import { RmsProp } from "./rmsProp";
import { Sgd } from "./sgd";

/** Changes parameters by their gradients, each operation rounded as PyTorch rounds it. */
export interface Optimizer {
  step(lr: number): void;
}

type CreateOptimizer = (
  parameters: readonly Parameter[],
  settings: TrainingSettings,
  precision: Precision,
) => Optimizer;

const CREATE: Readonly<Record<OptimizerName, CreateOptimizer>> = {
  sgd: (parameters, settings, precision) => new Sgd(parameters, optionsFor(settings, "sgd"), precision),
  adam: (parameters, settings, precision) => new Adam(parameters, optionsFor(settings, "adam"), precision),
  adamw: (parameters, settings, precision) =>
    new Adam(parameters, optionsFor(settings, "adamw"), precision, "decoupled"),
  adadelta: (parameters, settings, precision) => new Adadelta(parameters, optionsFor(settings, "adadelta"), precision),
  rmsprop: (parameters, settings, precision) => new RmsProp(parameters, optionsFor(settings, "rmsprop"), precision),
};

export const createOptimizer: CreateOptimizer = (parameters, settings, precision) =>
  CREATE[settings.optimizer](parameters, settings, precision);
