import { DROPOUT_FUNCTIONS } from "./functions/dropoutFunctions";
import { JOIN_FUNCTIONS } from "./functions/joinFunctions";
import { LAYER_FUNCTIONS } from "./functions/layerFunctions";
import { MEAN_FUNCTION } from "./functions/meanFunction";
import { PASS_FUNCTIONS } from "./functions/passFunctions";
import { SHAPE_FUNCTIONS } from "./functions/shapeFunctions";
import type { TensorFunction, TensorFunctions } from "./functions/tensorFunction";

const FUNCTIONS: TensorFunctions = {
  ...LAYER_FUNCTIONS,
  ...DROPOUT_FUNCTIONS,
  ...SHAPE_FUNCTIONS,
  ...JOIN_FUNCTIONS,
  ...PASS_FUNCTIONS,
  ...MEAN_FUNCTION,
};

/** The function of tensors that `home` offers as `name`. */
export function findTensorFunction(
  name: string,
  home: TensorFunction["homes"][number],
): TensorFunction["call"] | undefined {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  return found?.homes.includes(home) ? found.call : undefined;
}
