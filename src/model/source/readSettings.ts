import type { SourceRange } from "../modelSpec";
import type { DatasetName, TrainingSettings } from "../trainingSettings";
import type { FileSettingName } from "./readModels";
import type { Note } from "./settingNotes";

/** The settings of a file for one of its models, with notes on what was left out. */
export interface ReadSettings {
  readonly settings: Partial<TrainingSettings>;
  readonly dataset?: DatasetName;
  readonly seed?: number;
  readonly ranges: Partial<Record<FileSettingName, SourceRange>>;
  readonly notes: readonly Note[];
  /** The first thing that no engine can do as the file says it. */
  readonly obstacle?: Note;
}
