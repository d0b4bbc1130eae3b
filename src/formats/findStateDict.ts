import * as l10n from "@vscode/l10n";
import { FormatError } from "./formatError";

/** Keys under which training scripts keep the state dict of their model, the most telling first. */
const STATE_DICT_KEYS = ["model_state_dict", "state_dict", "model", "net", "network", "weights"];

/**
 * The state dict inside what `readStateDict` gives: the tensors themselves when they lie on the outermost level, else
 * those under the first of the usual keys, by their names below it. Throws `FormatError` when there is neither.
 */
export function findStateDict<T extends { readonly path: readonly string[] }>(
  tensors: ReadonlyMap<string, T>,
): Map<string, T> {
  const all = [...tensors.values()];
  if (all.every(({ path }) => path.length === 1)) return new Map(tensors);
  const key = STATE_DICT_KEYS.find(name => all.some(({ path }) => path.length === 2 && path[0] === name));
  if (key === undefined) {
    throw new FormatError(
      l10n.t("The file is a checkpoint without a state dict under a usual key such as model_state_dict."),
    );
  }
  return new Map(
    all.filter(({ path }) => path.length === 2 && path[0] === key).map(tensor => [tensor.path[1]!, tensor]),
  );
}
