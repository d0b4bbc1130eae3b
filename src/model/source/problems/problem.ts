import type { SourceRange } from "../../modelSpec";
import type { Misfit } from "../misfit";
import type { Reason } from "../reason";

/** What a problem is about. `shapes` are errors, for PyTorch raises there; the others are hints. */
export const PROBLEM_KINDS = ["shapes", "outputCount", "unusedLayer", "softmaxBeforeLoss", "mixedSamples"] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** Something about a class that PyTorch would not run, or that is probably not meant. */
export interface Problem {
  readonly kind: ProblemKind;
  readonly range: SourceRange;
  readonly reason: Reason;
  /** Another place that takes part, with a sentence about it. */
  readonly related?: { readonly range: SourceRange; readonly reason: Reason };
  /** The sizes that differ, for `findFixes`. */
  readonly misfit?: Misfit;
}

/** The sentences about problems, in English. */
export const PROBLEMS = {
  misfit: "`{0}` expects {1} features, `{2}` gives {3}.",
  channelMisfit: "`{0}` expects {1} channels, `{2}` gives {3}.",
  inputMisfit: "`{0}` expects {1} features, an image of MNIST gives {2} here.",
  inputChannelMisfit: "`{0}` expects {1} channels, an image of MNIST has {2}.",
  producer: "`{0}` gives {1} here.",
  outputCount: "The model gives {0} numbers for each image, but {1} has 10 classes.",
  unusedLayer: "`forward` never calls `{0}`.",
  softmaxBeforeLoss:
    "The model ends in a softmax, and CrossEntropyLoss applies one itself: give it the scores before the softmax.",
  mixedSamples: "This reshapes across the images of a batch, so they would mix.",
} as const;

export function problemReason(template: string, ...values: (string | number)[]): Reason {
  return { template, values: values.map(String) };
}
