import type * as vscode from "vscode";
import type { FittingModel } from "../../protocol/inspector";
import type { RunSource } from "../runFeed";
import type { StateDict } from "./stateDictOf";

/** A model that takes the weights, and what is needed to run it. */
export interface FoundFit extends FittingModel {
  /** Runs the model with the weights of a file; resolves to the run's id when it is on its way, or to none when nothing runs. */
  run(task: "evaluate" | "gradients", weights: vscode.Uri): Promise<string | undefined>;
}

/** What the inspector needs of the rest of the extension. */
export interface InspectorSurroundings {
  /** The models that take `stateDict`, those of the workspace first; asked again when files may have changed. */
  findFits(stateDict: StateDict): Promise<readonly FoundFit[]>;
  /** All runs of this window. */
  readonly runs: RunSource;
  /** Stops the run that is under way. */
  readonly stopRun: () => void;
  readonly showLog: () => void;
  readonly report: (doing: string, error: unknown) => Promise<void>;
  readonly log: (line: string) => void;
}
