import type { RunMessage, RunRecord, RunState } from "../protocol/panel";
import type { RunEvent } from "../protocol/trainer";
import type { Subscribe } from "./emitter";
import { EventBatcher } from "./eventBatcher";
import { DisposableStore, type Disposable } from "./lifecycle";

/** Where a run stands, and all that it has told. */
export interface RunSnapshot {
  readonly state: RunState;
  readonly run?: RunRecord;
}

/** The runs that a page follows. */
export interface RunSource {
  snapshot(): RunSnapshot;
  readonly onShown: Subscribe<undefined>;
  readonly onEvent: Subscribe<RunEvent>;
  readonly onState: Subscribe<RunState>;
}

/** Keeps a page up to date about `runs`: the whole run when another one takes the stage, then what is new. */
export class RunFeed implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #events: EventBatcher;

  constructor(
    private readonly runs: RunSource,
    private readonly post: (message: RunMessage) => void,
  ) {
    this.#events = this.#owned.add(new EventBatcher(post));
    this.#owned.add(runs.onShown(() => this.show()));
    this.#owned.add(runs.onEvent(event => this.#events.add(event)));
    this.#owned.add(
      runs.onState(state => {
        this.#events.flush();
        post({ type: "state-changed", state });
      }),
    );
  }

  /** Posts everything, for a page that knows nothing yet. */
  show(): void {
    this.#events.clear();
    this.post({ type: "show-run", ...this.runs.snapshot() });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
