import { randomInt } from "node:crypto";
import { OPTIMIZERS } from "../model/optimizers";
import { printModel } from "../model/printModel";
import { parameterCount, stateEntries } from "../model/stateDict";
import type { TrainingSettings } from "../model/trainingSettings";
import type { DescribedDataset, DescribedModel, EngineKind, RunSpec, RunTask } from "../protocol/trainer";
import { readWeights } from "./checkpoint";
import { cacheFolder } from "./data/cacheFolder";
import type { Dataset } from "./data/dataset";
import { loadDataset } from "./data/loadDataset";
import { chooseEngine, prepareEngine, type EngineChoice } from "./engines/chooseEngine";
import type { Engine, EngineFactory, EngineInputs, HeadStart } from "./engines/engine";
import { ENGINE_FACTORIES } from "./engines/factories";
import type { EngineCrashes } from "./engines/trials/engineCrashes";
import type { EngineUse } from "./engines/trials/engineUse";
import { trialTask } from "./engines/trials/engineTrial";
import { TrialStore } from "./engines/trials/trialStore";
import { RecoveringEngine } from "./engines/recoveringEngine";
import { Generator } from "./random/generator";
import { initialWeights } from "./random/initialWeights";
import { refuseImpossible } from "./refuseImpossible";
import type { RunContext } from "./runContext";

/** A run with its data loaded, its generator seeded and its engine standing. */
export interface PreparedRun extends RunContext {
  readonly dataset: Dataset;
  readonly engine: Engine;
  /** PyTorch's default generator, as it is after the model was constructed. */
  readonly generator: Generator;
  /** Training samples of an epoch. */
  readonly sampleCount: number;
  /** Steps of an epoch. */
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
}

/** Loads, seeds, chooses and reports `run-started`. The caller disposes the engine and ends its use. */
export async function prepareRun(context: RunContext, crashes: EngineCrashes, use: EngineUse): Promise<PreparedRun> {
  const { spec, emit } = context;
  const { model, settings, runId } = spec;
  refuseImpossible(spec);
  const seed = spec.seed ?? randomInt(2 ** 32);
  const generator = new Generator(seed);
  const { dataset, engine, skipped } = await chooseEngineForData(context, generator, crashes, use);

  const sampleCount = Math.min(settings.limit ?? dataset.train.count, dataset.train.count);
  const batches = sampleCount / settings.batchSize;
  const stepsPerEpoch = settings.dropLast ? Math.floor(batches) : Math.ceil(batches);
  const totalSteps = TOTAL_STEPS[spec.task](spec, stepsPerEpoch);
  emit({
    type: "run-started",
    runId,
    task: spec.task,
    engine: engine.kind,
    device: engine.device,
    skipped,
    model: describeModel(model),
    settings,
    dataset: describeDataset(dataset, sampleCount),
    seed,
    totalSteps,
  });
  return { ...context, dataset, engine, generator, sampleCount, stepsPerEpoch, totalSteps };
}

/** The engine does what it can while the data are being read. */
async function chooseEngineForData(
  context: RunContext,
  generator: Generator,
  crashes: EngineCrashes,
  use: EngineUse,
): Promise<{ readonly dataset: Dataset } & EngineChoice> {
  const { spec, environment, signal } = context;
  const { model, engine: wanted, threads } = spec;
  const given = spec.weightsPath === undefined ? undefined : await readWeights(spec.weightsPath, model, spec.renaming);
  const trials = await new TrialStore(cacheFolder(environment)).find(ENGINE_FACTORIES, trialTask(spec));
  const network = { model, settings: engineSettings(spec), ...(threads !== undefined && { threads }) };
  const headStart = prepareEngine(wanted, network, { trials });
  try {
    const dataset = await loadData(context, headStart);
    signal.throwIfAborted();

    const initial = initialWeights(model, generator); // drawn even when weights are given, as Net() before load_state_dict
    const inputs = { ...network, dataset, weights: given ?? initial, generator };
    if (wanted !== "auto") crashes.forget(factoryOf(wanted)); // a person trusts it
    const beforeUse = (factory: EngineFactory) => use.begin(factory);
    const { engine, skipped } = await chooseEngine(wanted, inputs, {
      trials,
      beforeUse,
      ...(headStart && { headStart }),
    });
    return { dataset, skipped, engine: engine.takeSnapshot ? recovering(engine, inputs, context, crashes) : engine };
  } finally {
    headStart?.dispose();
  }
}

function loadData(
  { spec: { runId, dataset, dataFolder, workingFolders }, environment, emit, signal }: RunContext,
  headStart: HeadStart | undefined,
): Promise<Dataset> {
  return loadDataset({
    name: dataset,
    ...(dataFolder !== undefined && { dataFolder }),
    ...(environment["TRAIN_LENS_DATA"] && { environmentFolder: environment["TRAIN_LENS_DATA"] }),
    workingFolders,
    cacheFolder: cacheFolder(environment),
    onProgress: (file, receivedBytes, totalBytes) =>
      emit({ type: "data-progressed", runId, file, receivedBytes, totalBytes }),
    ...(headStart && { onImages: (half, soFar) => headStart.takeImages(half, soFar) }),
    signal,
  });
}

/** An engine that outlives its device. */
function recovering(chosen: Engine, inputs: EngineInputs, { spec, emit }: RunContext, crashes: EngineCrashes): Engine {
  const factory = factoryOf(chosen.kind);
  return new RecoveringEngine(chosen, inputs, {
    restart: again => factory.create(again),
    fallBack: async again => (await chooseEngine("auto", again)).engine,
    onChange: ({ engine: { kind, device }, lost, reason }) => {
      if (kind !== lost) crashes.rememberLoss(factory);
      emit({ type: "engine-changed", runId: spec.runId, engine: kind, device, lost, reason });
    },
  });
}

function factoryOf(engine: EngineKind): EngineFactory {
  return ENGINE_FACTORIES.find(({ kind }) => kind === engine)!;
}

const TOTAL_STEPS: Readonly<Record<RunTask, (spec: RunSpec, stepsPerEpoch: number) => number>> = {
  train: ({ settings }, stepsPerEpoch) => Math.min(settings.epochs * stepsPerEpoch, settings.maxSteps ?? Infinity),
  evaluate: () => 0,
  gradients: ({ gradientBatches = 1 }, stepsPerEpoch) =>
    Math.max(1, gradientBatches === "all" ? stepsPerEpoch : Math.min(gradientBatches, stepsPerEpoch)),
};

/** Gradients alone want no optimizer that could stumble over them: one that adds zero times the gradient. */
function engineSettings({ task, settings }: RunSpec): TrainingSettings {
  return task === "gradients" ? { ...settings, optimizer: "sgd", optimizerOptions: OPTIMIZERS.sgd.options } : settings;
}

function describeModel(model: RunContext["spec"]["model"]): DescribedModel {
  return {
    name: model.name,
    text: printModel(model),
    parameterCount: parameterCount(model),
    stateDict: stateEntries(model).map(({ name, shape, dtype }) => ({ name, shape, dtype })),
  };
}

function describeDataset({ name, source, test, synthetic, reason }: Dataset, trainCount: number): DescribedDataset {
  return { name, source, trainCount, testCount: test.count, synthetic, ...(reason !== undefined && { reason }) };
}
