import type { ListedTensor } from "../../src/protocol/inspector";
import type { InspectorStringKey } from "../../src/protocol/inspectorStrings";
import type { NumberFormats } from "../shared/numberFormats";
import type { Say } from "../shared/say";
import type { InspectorModel } from "./inspectorModel";

const MAX_SENTENCES = 20;

/** What the values of tensors give reason to say: NaN and infinities, and weights that are all zero. */
export function findValueWarnings(
  tensors: readonly ListedTensor[],
  statistics: InspectorModel["statistics"],
  say: Say<InspectorStringKey>,
  { count }: NumberFormats,
): string[] {
  const sentences: string[] = [];
  for (const [index, measured] of statistics) {
    const tensor = tensors[index];
    if (!tensor) continue;
    const { name, elementCount } = tensor;
    if ("fault" in measured) {
      sentences.push(say("valuesUnread", name, measured.fault));
      continue;
    }
    const { nan, inf, zeros } = measured;
    if (nan + inf > 0) sentences.push(say("valuesNotFinite", name, count(nan), count(inf), count(elementCount)));
    // one number that is zero is a counter; biases begin at zero in many frameworks
    if (zeros === elementCount && elementCount > 1) sentences.push(say("valuesAllZero", name));
  }
  const more = sentences.length - MAX_SENTENCES;
  return more > 0 ? [...sentences.slice(0, MAX_SENTENCES), say("valuesMore", count(more))] : sentences;
}
