import * as l10n from "@vscode/l10n";
import type { Handlers } from "../protocol/handlers";
import type { RunEvent, RunSpec, TrainerRequest } from "../protocol/trainer";
import { cacheFolder } from "./data/cacheFolder";
import { gainsFromTrials, tryForNextRun } from "./engines/trials/tryForNextRun";
import { TrialStore } from "./engines/trials/trialStore";
import { performRun } from "./performRun";

/** Something that goes on until it is done or aborted. */
interface Activity {
  readonly abort: AbortController;
  readonly done: Promise<unknown>;
}

/** The one run of a trainer process, and what the host may ask of it. */
export class Session {
  #run: (Activity & { readonly runId: string }) | undefined;
  #trials: Activity | undefined;

  constructor(
    private readonly emit: (event: RunEvent) => void,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly onShutDown: () => void,
  ) {}

  readonly handlers: Handlers<TrainerRequest> = {
    "start-run": ({ spec }) => {
      if (this.#run) {
        this.emit({
          type: "run-failed",
          runId: spec.runId,
          message: l10n.t("Another run is still going on in this trainer."),
        });
        return;
      }
      this.#trials?.abort.abort();
      const abort = new AbortController();
      this.#run = { runId: spec.runId, abort, done: this.#perform(spec, abort.signal) };
    },
    "stop-run": ({ runId }) => {
      if (this.#run?.runId === runId) this.#run.abort.abort();
    },
    "leave-when-done": () => void this.#done().then(this.onShutDown),
    "shut-down": () => void this.end().then(this.onShutDown),
  };

  /** Stops what goes on, and waits until a run's weights are saved. */
  async end(): Promise<void> {
    this.#run?.abort.abort();
    await this.#run?.done;
    this.#trials?.abort.abort();
    await this.#done();
  }

  async #done(): Promise<void> {
    await this.#run?.done;
    await this.#trials?.done;
  }

  async #perform(spec: RunSpec, signal: AbortSignal): Promise<void> {
    let last: RunEvent | undefined;
    const emit = (event: RunEvent) => {
      last = event;
      this.emit(event);
    };
    await performRun({ spec, emit, signal, environment: this.environment });
    this.#run = undefined;
    if (!last || !gainsFromTrials(spec, last)) return;
    const abort = new AbortController();
    const store = new TrialStore(cacheFolder(this.environment));
    this.#trials = { abort, done: tryForNextRun(spec, store, { signal: abort.signal }) };
  }
}
