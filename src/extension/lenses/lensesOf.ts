import type { ModelReading } from "../../model/source/readModels";
import { parameterCount } from "../../model/stateDict";
import type { CommandId } from "../commandIds";
import type { LensName } from "../config";
import type { Translate } from "../translate";
import { describeSettings } from "./describeSettings";

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
  readonly tooltip?: string;
  /** What a click does; absent for a lens that only says something. */
  readonly command?: CommandId;
  readonly site: ModelSite;
}

/** How the last training of a class ended: percent of the test images, and how long it took. */
export interface LensResult {
  readonly accuracy: number;
  readonly seconds: number;
}

/** What the lenses of a document are made of, besides its models. */
export interface LensContext {
  readonly uri: string;
  readonly switchedOn: ReadonlySet<LensName>;
  readonly resultOf: (className: string) => LensResult | undefined;
  /** Line of an offset, from 1. */
  readonly lineOf: (offset: number) => number;
  readonly locale: string;
}

const COMMANDS = {
  train: "trainLens.trainModel",
  evaluate: "trainLens.evaluateModel",
  gradientNorms: "trainLens.measureGradientNorms",
  checkWeights: "trainLens.checkWeights",
} as const satisfies Partial<Record<LensName, CommandId>>;
type CommandLens = keyof typeof COMMANDS;

/** The lenses above the classes of a document. A class that cannot be read gets one, which says so. */
export function lensesOf(readings: readonly ModelReading[], context: LensContext, t: Translate): Lens[] {
  const { uri, switchedOn } = context;
  const titles: Readonly<Record<CommandLens, string>> = {
    train: t("Train"),
    evaluate: t("Evaluate"),
    gradientNorms: t("Gradient norms"),
    checkWeights: t("Check weights"),
  };
  const names = (Object.keys(COMMANDS) as CommandLens[]).filter(name => switchedOn.has(name));
  return readings.flatMap((reading): Lens[] => {
    const { name: className, line, outcome } = reading;
    const site = { uri, className, line };
    const lensFor = (name: CommandLens) => ({ line, title: titles[name], command: COMMANDS[name], site });
    if (!outcome.understood) {
      const { line: refusedLine, asksFor, misfit } = outcome.refusal;
      const lenses = names.map(lensFor);
      if (asksFor) return lenses.map(lens => ({ ...lens, title: `${lens.title}…` }));
      const refused = (lens: Lens) =>
        misfit
          ? t("{0} (sizes do not fit in line {1})", lens.title, refusedLine)
          : t("{0} (cannot read line {1})", lens.title, refusedLine);
      return lenses.slice(0, 1).map(lens => ({ ...lens, title: refused(lens) }));
    }
    const tooltip = describeSettings(outcome.fileSettings, context.lineOf, t).join("\n");
    const commands = names.map(name => (name === "train" ? { ...lensFor(name), tooltip } : lensFor(name)));
    return switchedOn.has("summary") ? [...commands, { line, site, ...summaryOf(reading, context, t) }] : commands;
  });
}

/** The last training, or how large the model is. */
function summaryOf(
  { name, outcome }: ModelReading,
  { resultOf, locale }: LensContext,
  t: Translate,
): { readonly title: string; readonly command?: CommandId; readonly tooltip?: string } {
  const count = outcome.understood ? parameterCount(outcome.model).toLocaleString(locale) : "";
  const size = t("{0} parameters", count);
  const result = resultOf(name);
  if (!result) return { title: size };
  const oneDigit = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const accuracy = result.accuracy.toLocaleString(locale, oneDigit);
  const title = t("last: {0} % in {1} s", accuracy, result.seconds.toLocaleString(locale, oneDigit));
  return { title, tooltip: size, command: "trainLens.showTrainingPanel" };
}
