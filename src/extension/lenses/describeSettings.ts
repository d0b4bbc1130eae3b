import type { FileSettingName, FileSettings } from "../../model/source/readModels";
import { DEFAULT_SETTINGS } from "../../model/trainingSettings";
import type { Translate } from "../translate";
import { translateReason } from "../translateReason";

/** The settings that people tune, in the order in which they are told. */
const TOLD: readonly FileSettingName[] = [
  "optimizer",
  "lr",
  "schedule",
  "clipping",
  "batchSize",
  "epochs",
  "loss",
  "shuffle",
  "dropLast",
  "normalize",
  "dataset",
  "seed",
];

/** What a training of the class takes from its file and what from the defaults, line by line. `lineOf` counts from 1. */
export function describeSettings(
  { settings, dataset, seed, ranges = {}, notes = [] }: FileSettings,
  lineOf: (offset: number) => number,
  t: Translate,
): string[] {
  const values: Partial<Record<FileSettingName, unknown>> = { ...settings, dataset, seed };
  const fromFile = TOLD.flatMap(name => {
    const value = values[name];
    const range = ranges[name];
    if (value === undefined) return [];
    return [
      range
        ? t("{0} {1} (line {2})", nameOf(name), textOf(value), lineOf(range.from))
        : `${nameOf(name)} ${textOf(value)}`,
    ];
  });
  const tuned = (["optimizer", "lr", "batchSize", "epochs"] as const).filter(name => settings[name] === undefined);
  const others = tuned.map(name => `${nameOf(name)} ${textOf(DEFAULT_SETTINGS[name])}`);
  return [
    ...(fromFile.length > 0 ? [t("From the file: {0}", fromFile.join(", "))] : []),
    ...(others.length > 0 ? [t("Not in the file, so from the settings or the tutorial: {0}", others.join(", "))] : []),
    ...notes.map(note => t("Line {0}: {1}", note.line, translateReason(note, t))),
  ];
}

/** As it is written in Python. */
const nameOf = (name: FileSettingName) => name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

function textOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.values(value as Record<string, unknown>)
    .map(part => String(part))
    .join(" ");
}
