import { isActive, type RunState } from "../../protocol/panel";
import type { RunEvent } from "../../protocol/trainer";
import { Emitter } from "../emitter";
import { DisposableStore, type Disposable } from "../lifecycle";
import type { RunSnapshot, RunSource } from "../runFeed";

const NOTHING: RunSnapshot = { state: { phase: "idle" } };

/** The one run of the window's `runs` that a document follows: it stays when another run takes the window's stage. */
export class WeightsTrial implements RunSource, Disposable {
  readonly #owned = new DisposableStore();
  readonly #shown = new Emitter<undefined>();
  readonly #events = new Emitter<RunEvent>();
  readonly #moved = new Emitter<RunState>();
  readonly onShown = this.#shown.on;
  readonly onEvent = this.#events.on;
  readonly onState = this.#moved.on;
  #snapshot: RunSnapshot = NOTHING;

  constructor(private readonly runs: RunSource) {
    this.#owned.add(runs.onEvent(event => event.runId === this.#runId && this.#events.fire(event)));
    this.#owned.add(runs.onState(state => this.#move(state)));
  }

  snapshot(): RunSnapshot {
    return this.#snapshot;
  }

  /** Whether it can be stopped. */
  get isActive(): boolean {
    return isActive(this.#snapshot.state);
  }

  /** Follows the run `runId`, which is on the window's stage now. */
  follow(runId: string): void {
    const snapshot = this.runs.snapshot();
    if (snapshot.run?.runId === runId) this.#show(snapshot);
  }

  /** Follows none; a run that is under way goes on. */
  forget(): void {
    if (this.#snapshot !== NOTHING) this.#show(NOTHING);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  get #runId(): string | undefined {
    return this.#snapshot.run?.runId;
  }

  #show(snapshot: RunSnapshot): void {
    this.#snapshot = snapshot; // its list of events grows with the run
    this.#shown.fire(undefined);
  }

  #move(state: RunState): void {
    if (state.phase === "idle" || state.runId !== this.#runId) return;
    this.#snapshot = { ...this.#snapshot, state };
    this.#moved.fire(state);
  }
}
