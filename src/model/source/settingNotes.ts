import type { SourceRange } from "../modelSpec";
import type { Reason } from "./reason";

/** A value that was left out, and why. */
export interface Note {
  readonly range: SourceRange;
  readonly reason: Reason;
}

/** A note on `range` with one of `SETTING_NOTES`. */
export function note({ from, to }: SourceRange, template: string, ...values: string[]): Note {
  return { range: { from, to }, reason: { template, values } };
}

/** Why a value of a setting was left out, in English. */
export const SETTING_NOTES = {
  conflict: "The file has several values for {0} ({1} and {2}), so none of them is used.",
  invalid: "{0} {1}, so it is not used.",
  option: "The option `{0}` is not read.",
  unclear: "The value of {0} cannot be told from the text.",
  unknownDataset: "{0} is not among the datasets that can be loaded.",
  unknownLoss: "The loss {0} cannot be trained with yet.",
  unknownOptimizer: "The optimizer {0} cannot be trained with yet.",
  unknownSchedule: "The schedule {0} cannot be trained with yet.",
  clipNorm: "Clipping by another norm than the usual one cannot be trained with yet.",
  ownOptions: "Groups of parameters with options of their own cannot be trained with yet.",
  partOnly: "Training only a part of the parameters is not done yet.",
  rateChanged: "The learning rate is changed by hand here, which cannot be trained with yet.",
  transform: "{0} changes the images, which is not done here.",
  reduction: "A loss that is not the mean over the batch cannot be trained with yet.",
  lossWeight: "A loss with the option `{0}` cannot be trained with yet.",
} as const;
