import { isFitting, type Comparison, type Fit } from "../../model/fitCheck";
import { sizeMismatch } from "../../model/loadStateDictError";
import type { ModelSpec, SourceRange } from "../../model/modelSpec";
import { modulesOf } from "../../model/source/shapeNotes";
import type { Translate } from "../translate";

/** What is wrong at one place of the class, in PyTorch's words. */
export interface FitFault {
  readonly range: SourceRange;
  readonly message: string;
}

/** What a person is told about weights and a class. */
export interface FitReport {
  readonly fits: boolean;
  readonly summary: string;
  /** In the order of the text. */
  readonly faults: readonly FitFault[];
}

/** Tells of `fit`, between a class whose name stands at `heading` and the file that a person knows as `file`. */
export function fitReport(model: ModelSpec, heading: SourceRange, file: string, fit: Fit, t: Translate): FitReport {
  if (isFitting(fit.asIs)) {
    return {
      fits: true,
      summary: t("{0} fits {1}: all {2} tensors match.", file, model.name, fit.asIs.matchingCount),
      faults: [],
    };
  }
  const { asIs, renamed } = fit;
  const comparison = renamed?.comparison ?? asIs;
  const summary = renamed
    ? prefixSentence(model.name, file, renamed, t)
    : t("{0} does not fit {1}: {2}.", file, model.name, countsOf(comparison, t));
  return { fits: false, summary, faults: faultsOf(model, heading, comparison) };
}

function prefixSentence(
  name: string,
  file: string,
  { renaming: { prefix, change }, comparison }: NonNullable<Fit["renamed"]>,
  t: Translate,
): string {
  const rest = isFitting(comparison) ? "" : countsOf(comparison, t);
  if (change === "removed") {
    const sentence = t("The names in {0} begin with `{1}` ({2}).", file, prefix, originOf(prefix, t));
    return rest === ""
      ? t("{0} Without it, they fit {1}.", sentence, name)
      : t("{0} Even without it, they do not fit {1}: {2}.", sentence, name, rest);
  }
  const sentence = t("The names in {0} lack the `{1}` that those of {2} begin with.", file, prefix, name);
  return rest === ""
    ? t("{0} With it, they fit.", sentence)
    : t("{0} Even with it, they do not fit: {1}.", sentence, rest);
}

/** Who writes such a prefix. */
function originOf(prefix: string, t: Translate): string {
  if (prefix.includes("_orig_mod.")) return t("saved from a compiled model");
  if (prefix.includes("module.")) return t("saved from DataParallel");
  return t("saved by a trainer that keeps the network as `model`");
}

function countsOf({ missing, unexpected, mismatched }: Comparison, t: Translate): string {
  return [
    ...(missing.length > 0 ? [t("{0} missing", missing.length)] : []),
    ...(unexpected.length > 0 ? [t("{0} unexpected", unexpected.length)] : []),
    ...(mismatched.length > 0 ? [t("{0} of another shape", mismatched.length)] : []),
  ].join(", ");
}

function faultsOf(model: ModelSpec, heading: SourceRange, { missing, unexpected, mismatched }: Comparison): FitFault[] {
  const modules = modulesOf(model.modules);
  const placeOf = (name: string) => modules.findLast(({ path }) => name.startsWith(`${path}.`))?.range ?? heading;
  const faults = [
    ...byPlace(missing, placeOf, names => `Missing key(s) in state_dict: ${names}.`),
    ...byPlace(
      unexpected,
      () => heading,
      names => `Unexpected key(s) in state_dict: ${names}.`,
    ),
    ...mismatched.map(mismatch => ({ range: placeOf(mismatch.name), message: sizeMismatch(mismatch) })),
  ];
  return faults.sort((a, b) => a.range.from - b.range.from);
}

function byPlace(
  names: readonly string[],
  placeOf: (name: string) => SourceRange,
  say: (names: string) => string,
): FitFault[] {
  const places = new Map<number, { readonly range: SourceRange; readonly names: string[] }>();
  for (const name of names) {
    const range = placeOf(name);
    const place = places.get(range.from) ?? { range, names: [] };
    places.set(range.from, place);
    place.names.push(`"${name}"`);
  }
  return Array.from(places.values(), place => ({ range: place.range, message: say(place.names.join(", ")) }));
}
