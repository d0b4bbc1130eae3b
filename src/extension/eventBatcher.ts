import type { RunMessage } from "../protocol/panel";
import type { RunEvent } from "../protocol/trainer";
import type { Disposable } from "./lifecycle";

const POST_EVERY_MS = 50;

/** Passes on the events of a run: the first at once, then what gathered, so that a page gets at most twenty messages a second. */
export class EventBatcher implements Disposable {
  #events: RunEvent[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly post: (message: RunMessage) => void) {}

  add(event: RunEvent): void {
    this.#events.push(event);
    if (!this.#timer) this.flush();
  }

  /** Posts what is gathered at once. */
  flush(): void {
    const events = this.#events;
    this.clear();
    if (!events[0]) return;
    this.post({ type: "events-appended", runId: events[0].runId, events });
    this.#timer = setTimeout(() => this.flush(), POST_EVERY_MS);
  }

  /** Forgets what is gathered. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#events = [];
  }

  dispose(): void {
    this.clear();
  }
}
