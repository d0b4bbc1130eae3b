import { optionsFor, type OptimizerName, type TrainingSettings } from "../../../model/trainingSettings";
import type { Optimizer, OptimizerContext } from "./optimizerContext";
import { createAdadelta } from "./optimizers/adadelta";
import { createAdam } from "./optimizers/adam";
import { createRmsProp } from "./optimizers/rmsProp";
import { createSgd } from "./optimizers/sgd";

type CreateOptimizer = (context: OptimizerContext, settings: TrainingSettings) => Optimizer;

const CREATE: Readonly<Record<OptimizerName, CreateOptimizer>> = {
  sgd: (context, settings) => createSgd(context, optionsFor(settings, "sgd")),
  adam: (context, settings) => createAdam(context, optionsFor(settings, "adam"), "in-gradient"),
  adamw: (context, settings) => createAdam(context, optionsFor(settings, "adamw"), "decoupled"),
  adadelta: (context, settings) => createAdadelta(context, optionsFor(settings, "adadelta")),
  rmsprop: (context, settings) => createRmsProp(context, optionsFor(settings, "rmsprop")),
};

/** Makes the optimizer that the settings name. */
export const createOptimizer: CreateOptimizer = (context, settings) => CREATE[settings.optimizer](context, settings);
