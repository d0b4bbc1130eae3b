import { randomUUID } from "node:crypto";
import type { Renaming } from "../../model/fitCheck";
import type { ModelSpec } from "../../model/modelSpec";
import type { FileSettings } from "../../model/source/readModels";
import { ExpectedError } from "../../protocol/expectedError";
import type { RunEvent, RunSpec, RunTask } from "../../protocol/trainer";
import { ActionableError } from "../actionableError";
import type { Translate } from "../translate";
import { createRunSpec } from "./createRunSpec";
import { describeEnding } from "./describeEnding";
import type { LastWeights } from "./lastWeights";
import type { ModelOrigin } from "./runJournalFormat";
import type { RunPreferences } from "./runPreferences";
import { isActive } from "../../protocol/panel";
import type { RunStore } from "./runStore";
import { TrainerClient, type RunEnding, type TrainerLimits } from "./trainerClient";
import type { LaunchTrainer } from "./trainerProcess";
import { exists, findFreeWeightsPath, removeTemporaryWeights } from "./weightsFolder";

/** What a click asks for. */
export interface RunRequest {
  readonly task: RunTask;
  readonly model: ModelSpec;
  readonly fileSettings?: FileSettings;
  /** Absent for the tutorial's Net. */
  readonly origin?: ModelOrigin;
  /** The file that the class stands in, as a person would name it. */
  readonly modelFile?: string;
  /** The weights to evaluate or to measure with; without it the last ones that were trained here. */
  readonly weightsPath?: string;
  /** How the names of the weights become those of the class. */
  readonly renaming?: Renaming;
  /** With `gradients`: batches to measure; absent the first one. */
  readonly gradientBatches?: number | "all";
}

/** What a run takes from the window it is started in. */
export interface RunSurroundings {
  preferences(origin: ModelOrigin | undefined): RunPreferences;
  /** Folders of the workspace on this machine's disk, the model's own first. */
  folders(origin: ModelOrigin | undefined): readonly string[];
  /** Makes the folder that weights are saved to. */
  prepareWeightsFolder(origin: ModelOrigin | undefined): Promise<string>;
  /** Resolves to what starts trainers on this machine. */
  findLauncher(): Promise<LaunchTrainer>;
  readonly limits: TrainerLimits;
  readonly log: (line: string) => void;
  /** A run failed, or was lost; shown to the person. */
  reportFailure(error: ExpectedError): void;
}

/** Starts and stops the one run of this window. */
export class RunController {
  #client: TrainerClient | undefined;
  #isStarting = false;
  #isClosed = false;
  /** Resolves when nothing of the runs that are over is left to be put in order. */
  #finished: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: RunStore,
    private readonly lastWeights: LastWeights,
    private readonly surroundings: RunSurroundings,
    private readonly t: Translate,
  ) {}

  /** Starts a run; resolves to its id when it is on its way. Throws an `ExpectedError` when it cannot start. */
  async start(request: RunRequest): Promise<string | undefined> {
    if (this.#isStarting || isActive(this.store.state)) throw this.#alreadyRunning();
    this.#isStarting = true;
    try {
      const runId = randomUUID();
      const startedAt = new Date();
      const [spec, launch] = await Promise.all([
        this.#specOf(runId, request, startedAt),
        this.surroundings.findLauncher(),
      ]);
      if (this.#isClosed) return undefined;
      const { task, model, origin, modelFile } = request;
      this.store.begin({
        runId,
        task,
        startedAt: startedAt.getTime(),
        modelName: model.name,
        hostPid: process.pid,
        ...(modelFile !== undefined && { modelFile }),
        ...(origin && { origin }),
      });
      this.#run(launch, spec, origin);
      return runId;
    } finally {
      this.#isStarting = false;
    }
  }

  /** Asks the run to stop after its batch; asked again, ends it. */
  stop(): void {
    const { state } = this.store;
    if (!isActive(state)) return;
    this.store.move({ type: "stop-requested", runId: state.runId });
    this.#client?.stop();
  }

  /** Ends what runs; resolves when its process is gone with what it left half done, and its journal is written. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#client?.close();
    await this.#finished;
    await this.store.flush();
  }

  async #specOf(runId: string, request: RunRequest, startedAt: Date): Promise<RunSpec> {
    const { task, model, fileSettings, origin } = request;
    const { surroundings } = this;
    const preferences = surroundings.preferences(origin);
    const folders = surroundings.folders(origin);
    const inputs = { runId, task, model, preferences, folders, ...(fileSettings && { fileSettings }) };
    if (task === "train") {
      const folder = await surroundings.prepareWeightsFolder(origin);
      return createRunSpec({ ...inputs, savePath: await findFreeWeightsPath(folder, model.name, startedAt) });
    }
    const weightsPath = request.weightsPath ?? (await this.lastWeights.find(origin));
    if (weightsPath !== undefined) {
      const { gradientBatches, renaming } = request;
      return createRunSpec({
        ...inputs,
        weightsPath,
        ...(renaming && { renaming }),
        ...(gradientBatches !== undefined && { gradientBatches }),
      });
    }
    if (task === "gradients") return createRunSpec(inputs); // fresh weights have gradients, too
    throw this.#notTrained(model.name, origin);
  }

  #run(launch: LaunchTrainer, spec: RunSpec, origin: ModelOrigin | undefined): void {
    const { limits, log } = this.surroundings;
    const { runId } = spec;
    const client = new TrainerClient(
      launch,
      spec,
      {
        accepted: () => this.store.move({ type: "run-accepted", runId }),
        reported: event => this.#take(event, spec, origin),
        log,
      },
      limits,
    );
    this.#client = client;
    const finished = client.ended
      .then(ending => this.#finish(ending, client, spec, origin))
      .catch((error: unknown) => log(`after a run whose trainer was lost: ${String(error)}`));
    this.#finished = this.#finished.then(() => finished);
  }

  #take(event: RunEvent, spec: RunSpec, origin: ModelOrigin | undefined): void {
    this.store.append(event);
    if (event.type !== "run-finished" && event.type !== "run-failed") return;
    if (spec.task === "train" && event.weightsPath !== undefined) this.#remember(origin, event.weightsPath);
    if (event.type === "run-failed") this.surroundings.reportFailure(new ExpectedError(event.message, event.hint));
  }

  async #finish(
    ending: RunEnding,
    client: TrainerClient,
    spec: RunSpec,
    origin: ModelOrigin | undefined,
  ): Promise<void> {
    if (ending.kind === "reported") return;
    const { outcome, message, hint } = describeEnding(ending, this.t);
    this.store.move({ type: "trainer-lost", runId: spec.runId, outcome, message, ...(hint !== undefined && { hint }) });
    if (outcome !== "stopped" && ending.kind !== "closed") {
      this.surroundings.reportFailure(new ExpectedError(message, hint));
    }
    if (!spec.save) return;
    await client.exited;
    // the weights of the last whole epoch outlive their trainer
    if (await exists(spec.save.path)) this.#remember(origin, spec.save.path);
    if (client.pid !== undefined) await removeTemporaryWeights(spec.save.path, client.pid);
  }

  #remember(origin: ModelOrigin | undefined, path: string): void {
    this.lastWeights.remember(origin, path).catch((error: unknown) => {
      this.surroundings.log(`the weights' place was not remembered: ${String(error)}`);
    });
  }

  #alreadyRunning(): ActionableError {
    const name = this.store.snapshot().run?.modelName;
    const message = name ? this.t("{0} is still running here.", name) : this.t("A run is just being started.");
    return new ActionableError(
      message,
      [
        { title: this.t("Show Panel"), command: "trainLens.showTrainingPanel" },
        { title: this.t("Stop"), command: "trainLens.stopTraining" },
      ],
      "mild",
    );
  }

  #notTrained(modelName: string, origin: ModelOrigin | undefined): ActionableError {
    const train = origin
      ? { title: this.t("Train"), command: "trainLens.trainModel", arguments: [origin] }
      : { title: this.t("Train"), command: "trainLens.trainMnist" };
    return new ActionableError(this.t("{0} has no saved weights yet: train it first.", modelName), [train], "mild");
  }
}
