import type { SourceRange } from "../../../modelSpec";
import { whyOutOfRange, type RangedSetting, type TrainingSettings } from "../../../trainingSettings";
import type { FileSettingName, FileSettings } from "../../readModels";
import type { Interpreter } from "../interpreter/interpreter";
import type { PythonFile } from "../pythonFile";
import { isDataset, isNormalize, isToTensor, readDataset, readNormalize } from "./dataSettings";
import { findEpochs } from "./epochsSetting";
import { agree, note, SETTING_NOTES, unclear, type Agreed, type Found, type Note } from "./found";
import {
  clippingParameters,
  isClipping,
  isSchedule,
  readClipping,
  readSchedule,
  scheduleParameters,
} from "./gradientSettings";
import { isLoader, LOADER_PARAMETERS, readLoader, type LoaderSetting } from "./loaderSetting";
import { isLoss, lossParameters, readLoss } from "./lossSetting";
import { isOptimizer, optimizerParameters, readOptimizer } from "./optimizerSetting";
import type { CallSite, SettingSites } from "./settingSites";
import { SiteArguments } from "./siteArguments";
import { trainedClass } from "./trainedClass";

/** The settings of a file for one of its classes, with notes on what was left out. */
export interface ReadSettings {
  readonly settings: Partial<TrainingSettings>;
  readonly dataset?: NonNullable<FileSettings["dataset"]>;
  readonly seed?: number;
  readonly ranges: Partial<Record<FileSettingName, SourceRange>>;
  readonly notes: readonly Note[];
  /** The first thing that no engine can do as the file says it. */
  readonly obstacle?: Note;
}

/** Reads how the file trains `className`; `classAt` tells the class that an offset lies in. */
export function readFileSettings(
  file: PythonFile,
  interpreter: Interpreter,
  sites: SettingSites,
  className: string,
  classAt: (offset: number) => string | undefined,
): ReadSettings {
  const collector = new Collector();
  const read = <T>(
    isWanted: (site: CallSite) => boolean,
    parameters: (site: CallSite) => readonly string[],
    readSite: (site: CallSite, given: SiteArguments) => T,
  ) =>
    sites.calls
      .filter(isWanted)
      .map(site => readSite(site, new SiteArguments(file, interpreter, site, parameters(site))));

  const ownOptimizers = sites.calls.filter(isOptimizer).filter((site, _, all) => {
    const trained = trainedClass(file, site, classAt);
    const isMine = all.some(other => trainedClass(file, other, classAt) === className);
    return isMine ? trained === className : trained === undefined;
  });
  const optimizers = read(site => ownOptimizers.includes(site), optimizerParameters, readOptimizer);
  collector.add(
    "optimizer",
    optimizers.map(({ optimizer }) => optimizer),
  );
  collector.add(
    "lr",
    optimizers.map(({ lr }) => lr),
  );
  collector.add(
    "optimizerOptions",
    optimizers.map(({ options }) => options),
  );
  collector.hinder(optimizers);

  const losses = read(isLoss, lossParameters, readLoss);
  const averaging = losses.some(({ isSum }) => !isSum) ? losses.filter(({ isSum }) => !isSum) : losses;
  collector.add(
    "loss",
    averaging.map(({ loss }) => loss),
  );
  collector.hinder(averaging);

  const { train, test } = splitLoaders(read(isLoader, () => LOADER_PARAMETERS, readLoader));
  collector.add(
    "batchSize",
    train.map(({ batchSize }) => batchSize),
  );
  collector.add(
    "shuffle",
    train.map(({ shuffle }) => shuffle),
  );
  collector.add(
    "dropLast",
    train.map(({ dropLast }) => dropLast),
  );
  collector.add(
    "testBatchSize",
    test.map(({ batchSize }) => batchSize),
  );
  collector.add("epochs", findEpochs(file, interpreter, sites));

  const normalizations = read(isNormalize, () => ["mean", "std", "inplace"], readNormalize);
  const plain = sites.calls.filter(isToTensor).map(({ call }): Found<TrainingSettings["normalize"]> => ({
    range: { from: call.from, to: call.to },
    value: { mean: 0, std: 1 },
  }));
  collector.add("normalize", normalizations.length > 0 ? normalizations : plain);

  const schedules = read(isSchedule, scheduleParameters, readSchedule);
  collector.add(
    "schedule",
    schedules.map(({ found }) => found),
  );
  collector.hinder(schedules);
  const clippings = read(isClipping, clippingParameters, readClipping);
  collector.add(
    "clipping",
    clippings.map(({ found }) => found),
  );
  collector.hinder(clippings);

  const dataset = collector.take("dataset", sites.calls.filter(isDataset).map(readDataset));
  const seed = collector.take(
    "seed",
    read(
      ({ path }) => path === "torch.manual_seed",
      () => ["seed"],
      (_, given): Found<number> => {
        const value = given.number("seed") ?? NaN;
        return Number.isSafeInteger(value)
          ? { range: given.range("seed"), value }
          : unclear(given.range("seed"), "seed");
      },
    ),
  );
  return {
    ...collector.result(),
    ...(dataset !== undefined && { dataset }),
    ...(seed !== undefined && { seed }),
  };
}

/** Puts the settings together, each with its place, and keeps what was left out. */
class Collector {
  readonly #settings: Record<string, unknown> = {};
  readonly #ranges: Partial<Record<FileSettingName, SourceRange>> = {};
  readonly #notes: Note[] = [];
  #obstacle: Note | undefined;

  add<K extends keyof TrainingSettings>(name: K, found: readonly Found<TrainingSettings[K]>[]): void {
    const value = this.take(name, found);
    if (value !== undefined) this.#settings[name] = value;
  }

  /** The value that all places agree on, which also has to lie in its range. */
  take<T>(name: FileSettingName, found: readonly Found<T>[]): T | undefined {
    const { value, range, notes }: Agreed<T> = agree(name, found);
    this.#notes.push(...notes);
    if (value === undefined || !range) return undefined;
    const bad = typeof value === "number" ? whyOutOfRange(RANGES[name] ?? "maxSteps", value) : undefined;
    if (bad !== undefined && RANGES[name]) {
      this.#notes.push(note(range, SETTING_NOTES.invalid, name, bad));
      return undefined;
    }
    this.#ranges[name] = { from: range.from, to: range.to };
    return value;
  }

  hinder(found: readonly { readonly obstacle?: Note }[]): void {
    this.#obstacle ??= found.find(({ obstacle }) => obstacle)?.obstacle;
  }

  result(): ReadSettings {
    return {
      settings: this.#settings,
      ranges: this.#ranges,
      notes: this.#notes,
      ...(this.#obstacle && { obstacle: this.#obstacle }),
    };
  }
}

const RANGES: Partial<Record<FileSettingName, RangedSetting>> = {
  epochs: "epochs",
  batchSize: "batchSize",
  testBatchSize: "batchSize",
  lr: "lr",
};

function splitLoaders(loaders: readonly LoaderSetting[]): Record<"train" | "test", LoaderSetting[]> {
  const train = loaders.filter(({ use }) => use === "train");
  const others = loaders.filter(({ use }) => use === undefined);
  if (train.length === 0) train.push(...others.splice(0, 1));
  return { train, test: [...loaders.filter(({ use }) => use === "test"), ...others] };
}
