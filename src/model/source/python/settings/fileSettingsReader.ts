import type { DatasetName, Normalization } from "../../../trainingSettings";
import type { ReadSettings } from "../../readSettings";
import type { Note } from "../../settingNotes";
import { createInterpreter, type PythonFile } from "../pythonFile";
import { isDataset, isNormalize, isToTensor, readDataset, readNormalize } from "./dataSettings";
import { findEpochs } from "./epochsSetting";
import { unclear, type Found } from "./found";
import {
  clippingParameters,
  isClipping,
  isSchedule,
  ratesChangedByHand,
  readClipping,
  readSchedule,
  scheduleParameters,
} from "./gradientSettings";
import { notesOnTransforms, ownNormalizations } from "./imageTransforms";
import { isLoader, LOADER_PARAMETERS, readLoader, type LoaderSetting } from "./loaderSetting";
import { isLoss, lossParameters, readLoss, type LossSetting } from "./lossSetting";
import { isOptimizer, optimizerParameters, readOptimizer, type OptimizerSetting } from "./optimizerSetting";
import { SettingsCollector } from "./settingsCollector";
import { findSettingSites, type CallSite } from "./settingSites";
import { SiteArguments } from "./siteArguments";
import { trainedClass } from "./trainedClass";

/** Reads once how a file trains, then tells it for each of its classes. */
export class FileSettingsReader {
  readonly #sites;
  readonly #optimizers: readonly (OptimizerSetting & { readonly trained: string | undefined })[];
  readonly #losses: readonly LossSetting[];
  readonly #loaders: Record<"train" | "test", readonly LoaderSetting[]>;
  readonly #epochs: readonly Found<number>[];
  readonly #normalizations: readonly Found<Normalization>[];
  readonly #transforms: readonly Note[];
  readonly #schedules;
  readonly #clippings;
  readonly #datasets: readonly Found<DatasetName>[];
  readonly #seeds: readonly Found<number>[];

  /** `classAt` tells the class that an offset lies in. */
  constructor(
    private readonly file: PythonFile,
    classAt: (offset: number) => string | undefined,
  ) {
    this.#sites = findSettingSites(file);
    this.#optimizers = this.#read(isOptimizer, optimizerParameters, (site, given) => ({
      ...readOptimizer(site, given),
      trained: trainedClass(file, site, classAt),
    }));
    this.#losses = averagingLosses(this.#read(isLoss, lossParameters, readLoss));
    this.#loaders = splitLoaders(this.#read(isLoader, () => LOADER_PARAMETERS, readLoader));
    this.#epochs = findEpochs(file, createInterpreter(file), this.#sites);
    const normalizations = this.#read(isNormalize, () => ["mean", "std", "inplace"], readNormalize);
    this.#normalizations = [
      ...(normalizations.length > 0 ? normalizations : this.#plainImages()),
      ...ownNormalizations(this.#sites.calls, file.text),
    ];
    this.#transforms = notesOnTransforms(this.#sites.calls, file.text);
    this.#schedules = [...this.#read(isSchedule, scheduleParameters, readSchedule), ...ratesChangedByHand(file)];
    this.#clippings = this.#read(isClipping, clippingParameters, readClipping);
    this.#datasets = this.#sites.calls.filter(isDataset).map(readDataset);
    this.#seeds = this.#read(
      ({ path }) => path === "torch.manual_seed",
      () => ["seed"],
      (_, given) => readSeed(given),
    );
  }

  /** What the file says about training `className`: an optimizer that gets another class's parameters does not count. */
  settingsFor(className: string): ReadSettings {
    const collector = new SettingsCollector();
    const own = this.#optimizers.filter(({ trained }) => trained === className);
    const optimizers = own.length > 0 ? own : this.#optimizers.filter(({ trained }) => trained === undefined);
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
    collector.add(
      "loss",
      this.#losses.map(({ loss }) => loss),
    );
    collector.add(
      "batchSize",
      this.#loaders.train.map(({ batchSize }) => batchSize),
    );
    collector.add(
      "shuffle",
      this.#loaders.train.map(({ shuffle }) => shuffle),
    );
    collector.add(
      "dropLast",
      this.#loaders.train.map(({ dropLast }) => dropLast),
    );
    collector.add(
      "testBatchSize",
      this.#loaders.test.map(({ batchSize }) => batchSize),
    );
    collector.add("epochs", this.#epochs);
    collector.add("normalize", this.#normalizations);
    collector.add(
      "schedule",
      this.#schedules.map(({ found }) => found),
    );
    collector.add(
      "clipping",
      this.#clippings.map(({ found }) => found),
    );
    for (const found of [optimizers, this.#losses, this.#schedules, this.#clippings]) collector.hinder(found);
    const dataset = collector.take("dataset", this.#datasets);
    const seed = collector.take("seed", this.#seeds);
    const { settings, ranges, obstacle } = collector;
    const notes = [...collector.notes, ...this.#transforms];
    return {
      settings,
      ranges,
      notes,
      ...(obstacle && { obstacle }),
      ...(dataset !== undefined && { dataset }),
      ...(seed !== undefined && { seed }),
    };
  }

  #read<T>(
    isWanted: (site: CallSite) => boolean,
    parameters: (site: CallSite) => readonly string[],
    readSite: (site: CallSite, given: SiteArguments) => T,
  ): T[] {
    return this.#sites.calls
      .filter(isWanted)
      .map(site => readSite(site, new SiteArguments(this.file, createInterpreter(this.file), site, parameters(site))));
  }

  /** `ToTensor` without `Normalize`: numbers from 0 to 1. */
  #plainImages(): Found<Normalization>[] {
    return this.#sites.calls.filter(isToTensor).map(({ call: { from, to } }) => ({
      range: { from, to },
      value: { mean: 0, std: 1 },
    }));
  }
}

/** Losses that sum belong to evaluation, when there are others. */
function averagingLosses(losses: readonly LossSetting[]): readonly LossSetting[] {
  const averaging = losses.filter(({ isSum }) => !isSum);
  return averaging.length > 0 ? averaging : losses;
}

function splitLoaders(loaders: readonly LoaderSetting[]): Record<"train" | "test", LoaderSetting[]> {
  const train = loaders.filter(({ use }) => use === "train");
  const others = loaders.filter(({ use }) => use === undefined);
  if (train.length === 0) train.push(...others.splice(0, 1));
  return { train, test: [...loaders.filter(({ use }) => use === "test"), ...others] };
}

function readSeed(given: SiteArguments): Found<number> {
  const value = given.number("seed") ?? NaN;
  return Number.isSafeInteger(value) ? { range: given.range("seed"), value } : unclear(given.range("seed"), "seed");
}
