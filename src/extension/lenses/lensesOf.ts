import type { ModelReading } from "../../model/source/readModels";
import type { CommandId } from "../commandIds";
import type { LensName } from "../config";
import type { Translate } from "../translate";

/** Which class a lens, or a click elsewhere, is about. */
export interface ModelSite {
  /** URI of the document that the class stands in. */
  readonly uri: string;
  readonly className: string;
  /** Line of the `class` statement, from 1; of several classes of that name the closest is meant. */
  readonly line?: number;
}

/** A lens before VS Code: where it goes, what it says and does. */
export interface Lens {
  /** Line of the `class` statement, from 1. */
  readonly line: number;
  readonly title: string;
  readonly command: CommandId;
  readonly site: ModelSite;
}

const COMMANDS: Readonly<Record<LensName, CommandId>> = {
  train: "trainLens.trainModel",
  evaluate: "trainLens.evaluateModel",
  gradientNorms: "trainLens.measureGradientNorms",
};

/** The lenses above the classes of a document. A class that cannot be read gets one, which says so. */
export function lensesOf(
  uri: string,
  readings: readonly ModelReading[],
  switchedOn: ReadonlySet<LensName>,
  t: Translate,
): Lens[] {
  const titles: Readonly<Record<LensName, string>> = {
    train: t("Train"),
    evaluate: t("Evaluate"),
    gradientNorms: t("Gradient norms"),
  };
  const names = (Object.keys(COMMANDS) as LensName[]).filter(name => switchedOn.has(name));
  return readings.flatMap(({ name: className, line, outcome }) => {
    const site = { uri, className, line };
    const lenses = names.map(name => ({ line, title: titles[name], command: COMMANDS[name], site }));
    if (outcome.understood) return lenses;
    const refused = lenses.slice(0, 1);
    return refused.map(lens => ({ ...lens, title: t("{0} (cannot read line {1})", lens.title, outcome.refusal.line) }));
  });
}
