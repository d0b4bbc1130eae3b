import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import type { Renaming } from "../../model/fitCheck";
import type { ModelSpec } from "../../model/modelSpec";
import type { FileSettings } from "../../model/source/readModels";
import { mergeSettings } from "../../model/trainingSettings";
import type { RunSpec, RunTask } from "../../protocol/trainer";
import type { RunPreferences } from "./runPreferences";

/** All that decides what a run does. */
export interface RunInputs {
  readonly runId: string;
  readonly task: RunTask;
  readonly model: ModelSpec;
  readonly fileSettings?: FileSettings;
  readonly preferences: RunPreferences;
  /** Folders of the workspace, the model's own first. */
  readonly folders: readonly string[];
  readonly savePath?: string;
  readonly weightsPath?: string;
  readonly renaming?: Renaming;
  readonly gradientBatches?: number | "all";
}

/** What the trainer is told. What a person set wins over what the model file says, that over the defaults. */
export function createRunSpec(inputs: RunInputs): RunSpec {
  const { runId, task, model, fileSettings, preferences, folders, savePath, weightsPath, renaming, gradientBatches } =
    inputs;
  const seed = preferences.seed === undefined ? fileSettings?.seed : (preferences.seed ?? undefined);
  const dataFolder = resolveFolder(preferences.dataFolder, folders[0] ?? homedir());
  return {
    runId,
    task,
    model,
    settings: mergeSettings(preferences.settings, fileSettings?.settings),
    dataset: fileSettings?.dataset ?? "MNIST",
    workingFolders: folders,
    engine: preferences.engine,
    ...(dataFolder !== undefined && { dataFolder }),
    ...(seed !== undefined && { seed }),
    ...(preferences.gradientNormsEvery > 0 && { gradientNormsEvery: preferences.gradientNormsEvery }),
    ...(task === "gradients" && { gradientBatches: preferences.gradientBatches }),
    ...(weightsPath !== undefined && { weightsPath }),
    ...(renaming && { renaming }),
    ...(gradientBatches !== undefined && { gradientBatches }),
    ...(savePath !== undefined && { save: { path: savePath, overwrite: false } }),
  };
}

/** `~` is the home folder; a relative path starts at `base`, the model's folder of the workspace. */
export function resolveFolder(written: string, base: string): string | undefined {
  const path = written.trim();
  if (path === "") return undefined;
  if (path === "~" || /^~[/\\]/.test(path)) return join(homedir(), path.slice(1));
  return isAbsolute(path) ? path : resolve(base, path);
}
