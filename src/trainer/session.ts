import * as l10n from "@vscode/l10n";
import type { Handlers } from "../protocol/handlers";
import type { RunEvent, TrainerRequest } from "../protocol/trainer";
import { performRun } from "./performRun";

/** The one run of a trainer process, and what the host may ask of it. */
export class Session {
  #run: { readonly runId: string; readonly abort: AbortController; readonly done: Promise<unknown> } | undefined;

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
      const abort = new AbortController();
      const done = performRun({ spec, emit: this.emit, signal: abort.signal, environment: this.environment });
      this.#run = { runId: spec.runId, abort, done: done.finally(() => (this.#run = undefined)) };
    },
    "stop-run": ({ runId }) => {
      if (this.#run?.runId === runId) this.#run.abort.abort();
    },
    "shut-down": () => void this.end().then(this.onShutDown),
  };

  /** Stops the run, if there is one, and waits until its weights are saved. */
  async end(): Promise<void> {
    this.#run?.abort.abort();
    await this.#run?.done;
  }
}
