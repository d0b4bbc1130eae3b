import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { CommandId } from "./commandIds";
import { registerCommands } from "./commands";
import { CudaEngine } from "./cudaEngine/cudaEngine";
import { InstallationFolder } from "./cudaEngine/installationFolder";
import { readNodePath, readRunPreferences } from "./config";
import { reportError } from "./errors";
import { findFits } from "./findFits";
import { inspectWeights } from "./inspector/inspectWeights";
import { INSPECTOR_VIEW_TYPES } from "./inspector/inspectorViewTypes";
import { WeightsEditorProvider } from "./inspector/weightsEditorProvider";
import { GradientNotes } from "./lenses/gradientNotes";
import { findModel } from "./lenses/findModel";
import { ModelLensProvider } from "./lenses/modelLensProvider";
import { ModelReader } from "./lenses/modelReader";
import { registerModelLanguage } from "./lenses/registerModelLanguage";
import { DisposableStore } from "./lifecycle";
import { createLog } from "./log";
import { PANEL_VIEW_TYPE, TrainingPanel } from "./panel/trainingPanel";
import { followRuns } from "./runs/followRuns";
import { LastResults } from "./runs/lastResults";
import { LastWeights } from "./runs/lastWeights";
import { RunController, type RunRequest } from "./runs/runController";
import { RunStatus } from "./runs/runStatus";
import { RunStore } from "./runs/runStore";
import { StandbyTrainer } from "./runs/standbyTrainer";
import { NO_TIME_LIMITS, TRAINER_LIMITS } from "./runs/trainerClient";
import { TrainerLauncher } from "./runs/trainerLauncher";
import { chooseTrainerRuntime } from "./runs/trainerRuntime";
import { existingWeights, exportWeights, revealWeights } from "./runs/weightsActions";
import { prepareWeightsFolder, WEIGHTS_FOLDER } from "./runs/weightsFolder";
import { dataFoldersFor, scopeOf, workspaceFoldersFor } from "./runs/workspacePlaces";
import { askForWeights } from "./weights/askForWeights";
import { WeightsCheck } from "./weights/weightsCheck";
import { TUTORIAL_NET } from "../model/tutorialNet";
import { isActive } from "../protocol/panel";

/** What the extension lets others watch. */
export interface TrainLensApi {
  readonly runs: Pick<RunStore, "snapshot" | "onEvent" | "onState">;
}

let controller: RunController | undefined;

/** Builds, connects and registers; whatever takes time waits for its first use. */
export function activate(context: vscode.ExtensionContext): TrainLensApi {
  const owned = new DisposableStore();
  context.subscriptions.push(owned);
  const log = owned.add(createLog());
  const report = (doing: string, error: unknown) => reportError(log, doing, error);
  const warn = (line: string) => log.warn(line);
  const { t } = vscode.l10n;
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle }); // what a format says about a file

  const storage = context.storageUri ?? context.globalStorageUri;
  const distFolder = vscode.Uri.joinPath(context.extensionUri, "dist");
  const textsPath = vscode.l10n.uri?.fsPath;
  const tfjsFolder = new InstallationFolder(vscode.Uri.joinPath(context.globalStorageUri, "tfjs").fsPath);
  const host = {
    execPath: process.execPath,
    electronVersion: process.versions["electron"],
    env: process.env,
    textsPath,
    tfjsFolder: tfjsFolder.path,
  };
  const runtime = chooseTrainerRuntime(host);
  const isDebugged = runtime.execArgv.length > 0;
  const launcher = new TrainerLauncher({
    modulePath: vscode.Uri.joinPath(distFolder, "trainer.js").fsPath,
    host,
    nodePath: readNodePath,
    log: line => log.info(line),
    onCrash: () => trainers.release(),
  });

  const trainers = owned.add(new StandbyTrainer(() => launcher.find()));
  const lastWeights = new LastWeights(context.workspaceState);
  const store = new RunStore(vscode.Uri.joinPath(storage, "runs").fsPath, t, warn);
  const runController = new RunController(
    store,
    lastWeights,
    {
      preferences: origin => readRunPreferences(scopeOf(origin)),
      folders: dataFoldersFor,
      prepareWeightsFolder: origin =>
        prepareWeightsFolder(workspaceFoldersFor(origin), context.globalStorageUri.fsPath, warn),
      findLauncher: () => trainers.find(),
      limits: isDebugged ? NO_TIME_LIMITS : TRAINER_LIMITS,
      log: warn,
      reportFailure: error => void report(t("Training"), error),
    },
    t,
  );
  controller = runController;

  const stop = () => runController.stop();
  const perform = (command: CommandId, ...args: unknown[]) => void vscode.commands.executeCommand(command, ...args);
  const orReport = (doing: string, done: Promise<void>) => void done.catch((error: unknown) => report(doing, error));
  const panel = owned.add(
    new TrainingPanel(distFolder, store, {
      train: () => (store.origin ? perform("trainLens.trainModel", store.origin) : perform("trainLens.trainMnist")),
      stop,
      inspectWeights: () =>
        orReport(
          t("Showing the weights"),
          existingWeights(store.weightsPath()).then(uri => perform("trainLens.inspectWeights", uri)),
        ),
      revealWeights: () => orReport(t("Showing the weights"), revealWeights(store.weightsPath())),
      exportWeights: () =>
        orReport(t("Exporting the weights"), exportWeights(store.weightsPath(), workspaceFoldersFor(store.origin))),
      showLog: () => log.show(true),
    }),
  );
  owned.add(vscode.window.registerWebviewPanelSerializer(PANEL_VIEW_TYPE, panel));
  owned.add(new RunStatus(store, panel, stop));

  const loadReader = async (languageId: string) => {
    const { createModelReader } = await import("../model/source/createModelReader");
    return createModelReader(languageId);
  };
  const reader = new ModelReader(loadReader);
  const results = new LastResults(context.workspaceState);
  const lenses = owned.add(new ModelLensProvider(reader, results));
  owned.add(
    lenses.onTrainable(() => {
      if (!isDebugged && !isActive(store.state)) void trainers.prepare();
    }),
  );
  owned.add(
    vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration("trainLens.nodePath")) trainers.release();
    }),
  );
  owned.add(registerModelLanguage(reader));
  const gradientNotes = owned.add(new GradientNotes(reader));
  const weightsCheck = owned.add(new WeightsCheck());
  owned.add(
    followRuns(store, {
      results,
      showGradients: (origin, norms) => orReport(t("Gradient norms"), gradientNotes.show(origin, norms)),
      warn,
    }),
  );

  const { execPath, env } = runtime;
  const probeProgram = { modulePath: vscode.Uri.joinPath(distFolder, "tfjsProbe.js").fsPath, execPath, env };
  const cudaEngine = new CudaEngine(tfjsFolder, { ...probeProgram, log: text => log.info(`tfjs-node: ${text}`) });

  const start = async (request: RunRequest) => {
    const started = runController.start(request);
    panel.show(); // a page takes longer to open than a trainer to start
    await started;
  };
  const startFound = (task: RunRequest["task"]) => async (argument: unknown) =>
    start({ task, ...(await findModel(reader, argument, task)) });
  const weightsReader = { modulePath: vscode.Uri.joinPath(distFolder, "weightsReader.js").fsPath, textsPath };
  const inspector = new WeightsEditorProvider(distFolder, weightsReader, {
    findFits: async stateDict => findFits(stateDict, await loadReader("python"), runController),
    runs: store,
    stopRun: stop,
    showLog: () => log.show(true),
    report,
    log: warn,
  });
  for (const viewType of INSPECTOR_VIEW_TYPES) {
    const options = { supportsMultipleEditorsPerDocument: true };
    owned.add(vscode.window.registerCustomEditorProvider(viewType, inspector, options));
  }

  const titles = new Map(declaredCommands(context).map(({ command, title }) => [command, title]));
  owned.add(
    registerCommands(
      {
        "trainLens.trainMnist": () => start({ task: "train", model: TUTORIAL_NET }),
        "trainLens.stopTraining": stop,
        "trainLens.showTrainingPanel": () => panel.show(),
        "trainLens.trainModel": startFound("train"),
        "trainLens.evaluateModel": async argument => {
          const found = await findModel(reader, argument, "evaluate");
          const weightsPath = await askForWeights(found.model, await lastWeights.find(found.origin), WEIGHTS_FOLDER);
          await start({ task: "evaluate", ...found, ...(weightsPath !== undefined && { weightsPath }) });
        },
        "trainLens.measureGradientNorms": startFound("gradients"),
        "trainLens.inspectWeights": inspectWeights,
        "trainLens.checkWeights": async argument => {
          const { model, heading, origin } = await findModel(reader, argument, "evaluate");
          await weightsCheck.check({ model, heading, uri: origin.uri });
        },
        "trainLens.installCudaEngine": () => cudaEngine.install(),
        "trainLens.uninstallCudaEngine": () => cudaEngine.uninstall(),
        "trainLens.showLog": () => log.show(true),
      },
      id => titles.get(id) ?? id,
      report,
    ),
  );
  return { runs: store };
}

/** Ends what runs; the trainer would leave by itself, but then the end of its run would not be on record. */
export async function deactivate(): Promise<void> {
  await controller?.close();
}

function declaredCommands({ extension }: vscode.ExtensionContext): readonly { command: string; title: string }[] {
  const manifest = extension.packageJSON as { contributes: { commands: { command: string; title: string }[] } };
  return manifest.contributes.commands;
}
