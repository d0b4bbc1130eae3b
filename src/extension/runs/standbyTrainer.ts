import type { Disposable } from "../lifecycle";
import type { LaunchTrainer, TrainerChannel } from "./trainerProcess";

/** How long a trainer stands ready after the last sign that somebody is at work on a model. */
const IDLE_MS = 10 * 60 * 1000;

/** A trainer that runs already and was given nothing to do. */
interface Standby {
  readonly channel: TrainerChannel;
  /** What it said first: that it is ready. */
  greeting: unknown;
  onMessage: (message: unknown) => void;
}

/** Keeps one trainer ready while somebody works on a model, so that a click does not wait for a process to start. */
export class StandbyTrainer implements Disposable {
  #standby: Standby | undefined;
  #idling: NodeJS.Timeout | undefined;
  #isStarting = false;
  #isDisposed = false;

  constructor(
    private readonly findLauncher: () => Promise<LaunchTrainer>,
    private readonly idleMs = IDLE_MS,
  ) {}

  /** Starts a trainer unless one stands ready, and lets it stay for longer. One that fails to start is no news. */
  async prepare(): Promise<void> {
    this.#stayAwhile();
    if (this.#standby || this.#isStarting) return;
    this.#isStarting = true;
    try {
      const launch = await this.findLauncher();
      if (!this.#isDisposed) this.#standby = this.#start(launch);
    } finally {
      this.#isStarting = false;
    }
  }

  /** Resolves to what starts a trainer: the one that stands ready, once, else a new one. */
  async find(): Promise<LaunchTrainer> {
    const launch = await this.findLauncher();
    return onMessage => this.#take(onMessage) ?? launch(onMessage);
  }

  /** Ends the trainer that stands ready: what it was started with holds no longer, or nobody wants it. */
  release(): void {
    const standby = this.#standby;
    this.#forget();
    void standby?.channel.end();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.release();
  }

  #start(launch: LaunchTrainer): Standby {
    const standby: Standby = {
      channel: launch(message => standby.onMessage(message)),
      greeting: undefined,
      onMessage: message => (standby.greeting ??= message),
    };
    void standby.channel.exited.then(() => {
      if (this.#standby === standby) this.#forget();
    });
    return standby;
  }

  #take(onMessage: (message: unknown) => void): TrainerChannel | undefined {
    const standby = this.#standby;
    if (!standby) return undefined;
    this.#forget();
    standby.onMessage = onMessage;
    // as from a process: not before the one that launches it holds its channel
    if (standby.greeting !== undefined) queueMicrotask(() => onMessage(standby.greeting));
    return standby.channel;
  }

  #forget(): void {
    this.#standby = undefined;
    clearTimeout(this.#idling);
  }

  #stayAwhile(): void {
    clearTimeout(this.#idling);
    this.#idling = setTimeout(() => this.release(), this.idleMs);
    this.#idling.unref();
  }
}
