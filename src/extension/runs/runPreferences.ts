import { SETTING_RANGES, whyOutOfRange, type RangedSetting, type TrainingSettings } from "../../model/trainingSettings";
import { ENGINE_KINDS, type EngineKind } from "../../protocol/trainer";
import { ActionableError } from "../actionableError";
import type { Translate } from "../translate";

/** What a person set in VS Code, checked. What was not set is absent, so that the model file may say it. */
export interface RunPreferences {
  readonly settings: Partial<Pick<TrainingSettings, "epochs" | "batchSize" | "lr">>;
  /** `null`: draw one, even if the file names one. */
  readonly seed?: number | null;
  /** As written in the settings; empty when none is named. */
  readonly dataFolder: string;
  readonly engine: EngineKind | "auto";
  /** 0: only at the end of each epoch. */
  readonly gradientNormsEvery: number;
  /** How many training batches a measurement of gradients goes over. */
  readonly gradientBatches: number;
}

/** A setting as VS Code keeps it: somebody may have written anything into `settings.json`. */
export interface RawSetting {
  /** What a person wrote anywhere, or undefined. */
  readonly explicit: unknown;
  /** The same, or else the manifest's default. */
  readonly effective: unknown;
}

/** The manifest's settings of runs that are numbers with a range, and what they are called in `TrainingSettings`. */
export const RANGED_SETTINGS = {
  epochs: "epochs",
  batchSize: "batchSize",
  learningRate: "lr",
} as const satisfies Record<string, RangedSetting>;
/** PyTorch's `manual_seed` takes 64 bits; a JSON number is exact up to here. */
export const MAX_SEED = Number.MAX_SAFE_INTEGER;

/** Checks the settings of runs; `read` gives each by its name in the manifest, without the prefix. */
export function parsePreferences(read: (name: string) => RawSetting, t: Translate): RunPreferences {
  const settings: Partial<Record<RangedSetting, number>> = {};
  for (const [name, key] of Object.entries(RANGED_SETTINGS)) {
    const { explicit } = read(name);
    if (explicit !== undefined) settings[key] = rangedNumber(name, key, explicit, t);
  }
  const { explicit: seed } = read("seed");
  const { effective: dataFolder } = read("dataFolder");
  const { effective: every } = read("gradientNormsEvery");
  if (typeof dataFolder !== "string") throw invalid("dataFolder", t("text"), dataFolder, t);
  return {
    settings,
    ...(seed !== undefined && { seed: seed === null ? null : wholeNumber("seed", seed, t) }),
    dataFolder,
    engine: parseEngine(read("engine").effective, t),
    gradientNormsEvery: wholeNumber("gradientNormsEvery", every, t),
    gradientBatches: Math.max(1, wholeNumber("gradientBatches", read("gradientBatches").effective, t)),
  };
}

function rangedNumber(name: string, key: RangedSetting, value: unknown, t: Translate): number {
  if (typeof value === "number" && whyOutOfRange(key, value) === undefined) return value;
  const range: { minimum?: number; exclusiveMinimum?: number; maximum: number } = SETTING_RANGES[key];
  const { minimum, exclusiveMinimum = 0, maximum } = range;
  const wanted =
    minimum === undefined
      ? t("a number above {0}", exclusiveMinimum)
      : t("a whole number from {0} to {1}", minimum, maximum);
  throw invalid(name, wanted, value, t);
}

function wholeNumber(name: string, value: unknown, t: Translate): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw invalid(name, t("a whole number from {0} to {1}", 0, MAX_SEED), value, t);
}

function parseEngine(value: unknown, t: Translate): EngineKind | "auto" {
  const known = ["auto" as const, ...ENGINE_KINDS].find(kind => kind === value);
  if (known === undefined) throw invalid("engine", ["auto", ...ENGINE_KINDS].join(", "), value, t);
  return known;
}

function invalid(name: string, wanted: string, value: unknown, t: Translate): ActionableError {
  const setting = `trainLens.${name}`;
  return new ActionableError(t("The setting {0} takes {1}, but is {2}.", setting, wanted, JSON.stringify(value)), [
    { title: t("Open Settings"), command: "workbench.action.openSettings", arguments: [setting] },
  ]);
}
