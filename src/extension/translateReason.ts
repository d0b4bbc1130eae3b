import type { Refusal } from "../model/source/readModels";
import { phraseOf } from "../model/source/phrases";
import type { Reason } from "../model/source/reason";
import type { Translate } from "./translate";

/** Why something is not read or not trained, in the language of `t`. */
export function translateReason({ reason, words }: Refusal, t: Translate): string {
  return words ? translateWords(words, t) : reason;
}

/** The sentence of a table such as `REASONS`, in the language of `t`. */
export function translateWords({ template, values }: Reason, t: Translate): string {
  const translated = values.map(value => {
    const phrase = phraseOf(value);
    return phrase ? translateWords(phrase, t) : value;
  });
  return t(template, ...translated);
}
