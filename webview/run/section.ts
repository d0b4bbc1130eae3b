import type { RunStringKey } from "../../src/protocol/runStrings";
import type { NumberFormats } from "../shared/numberFormats";
import type { Say } from "../shared/say";
import type { RunModel } from "./runModel";
import type { RunView } from "./runView";

/** What every section about a run is given, on whichever page. */
export interface RunContext {
  readonly say: Say<RunStringKey>;
  readonly numbers: NumberFormats;
  readonly post: (message: { readonly type: "show-log-clicked" | "stop-clicked" }) => void;
}

/** One part of what a page shows of a run. `update` is called once per frame at most, and touches only what has changed. */
export interface RunSection {
  readonly element: HTMLElement;
  update(stage: Stage): void;
}

/** What the sections draw in one frame. */
export interface Stage {
  readonly state: RunModel["state"];
  readonly run: RunView | undefined;
}
