import { describeModels } from "../../model/source/describeModels";
import { DEFAULT_SETTINGS } from "../../model/trainingSettings";
import { TUTORIAL_NET } from "../../model/tutorialNet";
import { cacheFolder } from "../data/cacheFolder";
import { ENGINE_FACTORIES } from "../engines/factories";
import { TrialStore } from "../engines/trials/trialStore";
import { tryInChild } from "../engines/trials/tryInChild";
import { compareFiles } from "../compare";
import { inspectFile, type InspectOptions } from "../inspect";
import { comparisonLines } from "./comparisonLines";
import { engineLines, type ReportedTrial } from "./engineLines";
import { inspectionLines } from "./inspectionLines";
import { modelLines } from "./modelLines";
import { readSource } from "./resolveModel";

interface AnswerOptions {
  readonly json: boolean;
}

/** Tries each engine of this build on the tutorial's network, prints how that went, and remembers it. */
export async function printEngines({ json }: AnswerOptions): Promise<number> {
  const { signal } = new AbortController();
  const store = new TrialStore(cacheFolder(process.env));
  const task = { model: TUTORIAL_NET, settings: DEFAULT_SETTINGS };
  const trials: ReportedTrial[] = [];
  for (const factory of ENGINE_FACTORIES) {
    const trial = await tryInChild(factory.kind, task, { signal });
    await store.remember(factory, task, trial);
    const known = (await store.find([factory], task)).get(factory.kind);
    trials.push(known && !known.available ? { ...trial, reason: known.reason } : trial);
  }
  print(json, trials, engineLines(trials));
  return 0;
}

/** Prints what a weights file holds; 1 when it must not be loaded. */
export async function printInspection(path: string, options: AnswerOptions & InspectOptions): Promise<number> {
  const { output, refused } = await inspectFile(path, options);
  print(options.json, output, inspectionLines(path, output));
  return refused ? 1 : 0;
}

/** Prints how two weights files differ. */
export async function printComparison(before: string, after: string, { json }: AnswerOptions): Promise<number> {
  const comparisons = await compareFiles(before, after);
  print(json, { before, after, tensors: comparisons }, comparisonLines(comparisons));
  return 0;
}

/** Prints the models of a source file; 1 when it has none. */
export async function printModels(file: string, { json }: AnswerOptions): Promise<number> {
  const models = describeModels(await readSource(file), file);
  print(json, models, modelLines(file, models));
  return models.length === 0 ? 1 : 0;
}

function print(json: boolean, value: unknown, lines: readonly string[]): void {
  process.stdout.write(`${json ? JSON.stringify(value, undefined, 2) : lines.join("\n")}\n`);
}
