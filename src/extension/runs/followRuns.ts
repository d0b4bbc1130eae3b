import { fromWireNumber } from "../../protocol/trainer";
import type { Disposable } from "../lifecycle";
import type { LastResults } from "./lastResults";
import type { ModelOrigin } from "./runJournalFormat";
import type { RunStore } from "./runStore";

/** Where the outcome of a class's run is kept or shown beside the panel. */
export interface Followers {
  readonly results: Pick<LastResults, "remember">;
  /** Shows L2 norms of gradients, by parameter name, in the source of the class. */
  readonly showGradients: (origin: ModelOrigin, norms: ReadonlyMap<string, number>) => void;
  readonly warn: (line: string) => void;
}

/** Brings what a run of a class gave to where the class is written. */
export function followRuns(store: RunStore, { results, showGradients, warn }: Followers): Disposable {
  return store.onEvent(event => {
    const { origin } = store;
    const task = store.snapshot().run?.task;
    if (!origin) return;
    if (event.type === "gradients-measured" && task === "gradients") {
      showGradients(origin, new Map(Object.entries(event.norms).map(([name, norm]) => [name, fromWireNumber(norm)])));
    }
    if (event.type === "run-finished" && task === "train" && event.accuracy !== undefined) {
      const { accuracy, seconds } = event;
      results.remember(origin, { accuracy, seconds }).catch((error: unknown) => warn(String(error)));
    }
  });
}
