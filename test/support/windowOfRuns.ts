import { join } from "node:path";
import { LastWeights } from "../../src/extension/runs/lastWeights";
import { RunController } from "../../src/extension/runs/runController";
import { RunStore } from "../../src/extension/runs/runStore";
import { TRAINER_LIMITS } from "../../src/extension/runs/trainerClient";
import { launchTrainerProcess, type LaunchTrainer, type TrainerChannel } from "../../src/extension/runs/trainerProcess";
import { chooseTrainerRuntime } from "../../src/extension/runs/trainerRuntime";
import { prepareWeightsFolder, WEIGHTS_FOLDER } from "../../src/extension/runs/weightsFolder";
import type { TrainingSettings } from "../../src/model/trainingSettings";
import type { ExpectedError } from "../../src/protocol/expectedError";
import type { RunState } from "../../src/protocol/panel";
import type { EngineKind } from "../../src/protocol/trainer";

/** What a person set in a window. */
export interface WindowSettings {
  readonly settings?: Partial<TrainingSettings>;
  readonly dataFolder: string;
  /** Where journals go; a folder of the workspace when absent. */
  readonly journals?: string;
  /** The built trainer, when this module is bundled elsewhere. */
  readonly trainerPath?: string;
  readonly engine?: EngineKind;
  /** What starts trainers, in place of this process's own runtime. */
  readonly findLauncher?: () => Promise<LaunchTrainer>;
}

/** The built trainer; `npm run build` makes it. */
export const TRAINER_PATH = join(import.meta.dirname, "..", "..", "dist", "trainer.js");

/** Everything of a window's runs but VS Code: the built trainer, a store and a controller over the folder `workspace`. */
export class WindowOfRuns {
  readonly store: RunStore;
  readonly controller: RunController;
  readonly weightsFolder: string;
  readonly failures: ExpectedError[] = [];
  readonly logged: string[] = [];
  readonly channels: TrainerChannel[] = [];

  constructor(
    workspace: string,
    {
      settings = {},
      dataFolder,
      journals,
      trainerPath: modulePath = TRAINER_PATH,
      engine = "reference",
      findLauncher,
    }: WindowSettings,
  ) {
    const english = (message: string) => message;
    const log = (line: string) => void this.logged.push(line);
    const memory = new Map<string, unknown>();
    const { execPath, env } = process;
    const program = { modulePath, runtime: chooseTrainerRuntime({ execPath, electronVersion: undefined, env }), log };
    const launchOwn: LaunchTrainer = onMessage => launchTrainerProcess(program, onMessage);
    this.weightsFolder = join(workspace, WEIGHTS_FOLDER);
    this.store = new RunStore(journals ?? join(workspace, "journals"), english, log);
    this.controller = new RunController(
      this.store,
      new LastWeights({
        get: key => memory.get(key),
        update: (key, value) => Promise.resolve(void memory.set(key, value)),
      }),
      {
        preferences: () => ({
          settings,
          seed: 1,
          dataFolder,
          engine,
          gradientNormsEvery: 5,
          gradientBatches: 1,
        }),
        folders: () => [workspace],
        prepareWeightsFolder: () => prepareWeightsFolder([workspace], workspace, log),
        findLauncher: async () => {
          const launch = (await findLauncher?.()) ?? launchOwn;
          return onMessage => {
            const channel = launch(onMessage);
            this.channels.push(channel);
            return channel;
          };
        },
        limits: TRAINER_LIMITS,
        log,
        reportFailure: error => void this.failures.push(error),
      },
      english,
    );
  }

  /** The process of the last run. */
  get trainerPid(): number {
    return this.channels.at(-1)!.pid!;
  }

  /** Resolves with the first state that `isWanted`, at once when it is there already. */
  reaches(isWanted: (state: RunState) => boolean): Promise<RunState> {
    return new Promise(resolve => {
      const look = (state: RunState) => {
        if (!isWanted(state)) return;
        subscription.dispose();
        resolve(state);
      };
      const subscription = this.store.onState(look);
      look(this.store.state);
    });
  }

  /** Resolves with the end of the run. */
  async ended(): Promise<Extract<RunState, { phase: "ended" }>> {
    return (await this.reaches(state => state.phase === "ended")) as Extract<RunState, { phase: "ended" }>;
  }
}
