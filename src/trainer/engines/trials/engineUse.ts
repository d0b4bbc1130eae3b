import type { EngineFactory } from "../engine";
import type { EngineCrashes } from "./engineCrashes";

/** Signals by which others end a process; an engine ends it by others, or is too busy to heed these. */
const FROM_OUTSIDE = ["SIGTERM", "SIGHUP"] as const;

/** The engine that a run uses now, as a crash would be told of. */
export class EngineUse {
  #end: (() => void) | undefined;

  /** What `signal` asks to end is no crash, however it ends. */
  constructor(
    private readonly crashes: EngineCrashes,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener("abort", this.end);
    process.on("exit", this.#onExit);
    for (const name of FROM_OUTSIDE) process.on(name, this.#onSignal);
  }

  /** The run turns to this engine and leaves the one before it. */
  begin(factory: EngineFactory): void {
    this.#end?.();
    this.#end = factory.isBuiltIn || this.signal.aborted ? undefined : this.crashes.begin(factory);
  }

  /** The run is over. */
  readonly end = (): void => {
    this.#end?.();
    this.#end = undefined;
    this.signal.removeEventListener("abort", this.end);
    process.off("exit", this.#onExit);
    for (const name of FROM_OUTSIDE) process.off(name, this.#onSignal);
  };

  readonly #onExit = (code: number): void => {
    if (code === 0) this.end();
  };

  readonly #onSignal = (name: NodeJS.Signals): void => {
    this.end();
    process.kill(process.pid, name); // nobody listens now: it ends as it would have
  };
}
