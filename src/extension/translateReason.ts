import type { Refusal } from "../model/source/readModels";
import type { Translate } from "./translate";

/** Why something is not read or not trained, in the language of `t`. */
export function translateReason({ reason, words }: Refusal, t: Translate): string {
  return words ? t(words.template, ...words.values) : reason;
}
