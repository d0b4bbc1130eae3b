import type { RunEvent, RunSpec } from "../protocol/trainer";

/** What a run needs from the process it runs in. */
export interface RunContext {
  readonly spec: RunSpec;
  readonly emit: (event: RunEvent) => void;
  /** Aborted when a person stops the run, or nobody is left to run it for. */
  readonly signal: AbortSignal;
  readonly environment: NodeJS.ProcessEnv;
}
