import { PROTOCOL_VERSION, type RunEvent, type RunSpec } from "../../protocol/trainer";
import { parseTrainerEvent } from "../../protocol/parseTrainerEvent";
import type { LaunchTrainer, TrainerChannel, TrainerExit } from "./trainerProcess";

/** Why a trainer's work for a run is over. */
export type RunEnding =
  /** The trainer itself said how the run ended. */
  | { readonly kind: "reported" }
  | { readonly kind: "version-differs"; readonly ours: number; readonly theirs: number }
  | { readonly kind: "never-ready"; readonly seconds: number }
  | { readonly kind: "silent"; readonly seconds: number }
  | { readonly kind: "flooded"; readonly messagesPerSecond: number }
  /** It did not stop when asked, and was ended. */
  | { readonly kind: "stop-forced" }
  /** The window closes. */
  | { readonly kind: "closed" }
  /** Its process ended without a word about the run. */
  | TrainerExit;

/** How long the host waits for what, and how much it takes. */
export interface TrainerLimits {
  /** One clock for all of them; it stands still while the machine sleeps or the host is blocked. */
  readonly tickMs: number;
  readonly readyMs: number;
  /** Without a sign of life, which a trainer gives every second unless one long computation keeps it. */
  readonly silentMs: number;
  readonly stoppingMs: number;
  /** After its run, while it still measures engines for the next one. */
  readonly leavingMs: number;
  readonly messagesPerTick: number;
}

export const TRAINER_LIMITS: TrainerLimits = {
  tickMs: 1000,
  readyMs: 10_000,
  silentMs: 15_000,
  stoppingMs: 8000,
  leavingMs: 20_000,
  messagesPerTick: 20_000,
};

/** For a trainer that waits in a debugger: nothing is too late. */
export const NO_TIME_LIMITS: TrainerLimits = {
  ...TRAINER_LIMITS,
  readyMs: Infinity,
  silentMs: Infinity,
  stoppingMs: Infinity,
};

/** What a client tells while its run is under way. */
export interface TrainerListener {
  /** The trainer shook hands and was given the run. */
  accepted(): void;
  reported(event: RunEvent): void;
  readonly log: (line: string) => void;
}

/** One run on one trainer: starts the process, shakes hands, passes on what it reports, and notices when it no longer does. */
export class TrainerClient {
  /** Resolves, and never rejects, with the one reason why the run is over. */
  readonly ended: Promise<RunEnding>;
  readonly #channel: TrainerChannel;
  readonly #ticking: NodeJS.Timeout;
  #resolveEnded!: (ending: RunEnding) => void;
  #phase: "launching" | "preparing" | "training" | "stopping" | "ended" = "launching";
  #quietMs = 0;
  #messagesInTick = 0;
  #unknownMessages = 0;

  constructor(
    launch: LaunchTrainer,
    private readonly spec: RunSpec,
    private readonly listener: TrainerListener,
    private readonly limits: TrainerLimits = TRAINER_LIMITS,
  ) {
    this.ended = new Promise(resolve => (this.#resolveEnded = resolve));
    this.#channel = launch(message => this.#take(message));
    this.#ticking = setInterval(() => this.#tick(), limits.tickMs);
    void this.#channel.exited.then(exit => this.#end(exit));
  }

  /** The trainer's process, undefined when none started. */
  get pid(): number | undefined {
    return this.#channel.pid;
  }

  /** Resolves when the trainer's process is gone. */
  get exited(): Promise<TrainerExit> {
    return this.#channel.exited;
  }

  /** Asks for an end after the current batch. Asked again, or not heeded for a while, the trainer is ended. */
  stop(): void {
    if (this.#phase === "ended") return;
    if (this.#phase === "stopping" || this.#phase === "launching") {
      this.#end({ kind: "stop-forced" });
      return;
    }
    this.#phase = "stopping";
    this.#quietMs = 0;
    this.#channel.send({ type: "stop-run", runId: this.spec.runId });
  }

  /** Ends trainer and run without waiting for results. Resolves when the process is gone. */
  async close(): Promise<void> {
    this.#end({ kind: "closed" });
    await this.#channel.end();
  }

  /** What the trainer still does for the next run hurts nobody, for a while. */
  #letLeave(): void {
    this.#channel.send({ type: "leave-when-done" });
    const tooLong = setTimeout(() => void this.#channel.end(), this.limits.leavingMs);
    tooLong.unref();
    void this.#channel.exited.then(() => clearTimeout(tooLong));
  }

  #take(message: unknown): void {
    if (this.#phase === "ended") return;
    this.#messagesInTick++;
    const event = parseTrainerEvent(message);
    if (this.#messagesInTick > this.limits.messagesPerTick) {
      this.#end({ kind: "flooded", messagesPerSecond: (this.#messagesInTick / this.limits.tickMs) * 1000 });
    } else if (event?.type === "trainer-ready" && this.#phase === "launching") {
      this.#shakeHands(event.protocolVersion);
    } else if (event?.type === "trainer-alive") {
      this.#noteLife();
    } else if (event && "runId" in event && this.#phase !== "launching" && this.#isOurs(event)) {
      this.#takeEvent(event);
    } else {
      this.#noteUnknown(message);
    }
  }

  #isOurs(event: RunEvent): boolean {
    return event.runId === this.spec.runId;
  }

  #takeEvent(event: RunEvent): void {
    this.#noteLife();
    if (event.type === "run-started" && this.#phase === "preparing") this.#phase = "training";
    this.listener.reported(event);
    if (event.type === "run-finished" || event.type === "run-failed") this.#end({ kind: "reported" });
  }

  #noteLife(): void {
    // while starting and stopping only their ends count: a trainer may well live on without heeding a request
    if (this.#phase === "preparing" || this.#phase === "training") this.#quietMs = 0;
  }

  #shakeHands(theirs: number): void {
    if (theirs !== PROTOCOL_VERSION) {
      this.#end({ kind: "version-differs", ours: PROTOCOL_VERSION, theirs });
      return;
    }
    this.#phase = "preparing";
    this.#quietMs = 0;
    this.#channel.send({ type: "start-run", spec: this.spec });
    this.listener.accepted();
  }

  #noteUnknown(message: unknown): void {
    this.#unknownMessages++;
    if (this.#unknownMessages > 1) return;
    this.listener.log(`trainer sent a message of no known kind: ${JSON.stringify(message ?? null).slice(0, 200)}`);
  }

  #tick(): void {
    this.#messagesInTick = 0;
    this.#quietMs += this.limits.tickMs;
    const overdue = this.#overdue();
    if (overdue) this.#end(overdue);
  }

  #overdue(): RunEnding | undefined {
    const { readyMs, silentMs, stoppingMs } = this.limits;
    const isOver = (limitMs: number) => this.#quietMs >= limitMs;
    const seconds = Math.round(this.#quietMs / 1000);
    switch (this.#phase) {
      case "launching":
        return isOver(readyMs) ? { kind: "never-ready", seconds } : undefined;
      case "preparing":
      case "training":
        return isOver(silentMs) ? { kind: "silent", seconds } : undefined;
      case "stopping":
        return isOver(stoppingMs) ? { kind: "stop-forced" } : undefined;
      case "ended":
        return undefined;
      default:
        return this.#phase satisfies never;
    }
  }

  #end(ending: RunEnding): void {
    if (this.#phase === "ended") return;
    this.#phase = "ended";
    clearInterval(this.#ticking);
    if (this.#unknownMessages > 1) this.listener.log(`${this.#unknownMessages} messages of no known kind in all`);
    this.#resolveEnded(ending);
    if (ending.kind === "reported") this.#letLeave();
    else void this.#channel.end();
  }
}
