import type { SourceRange } from "../../../modelSpec";
import { whyOutOfRange, type RangedSetting, type TrainingSettings } from "../../../trainingSettings";
import type { FileSettingName } from "../../readModels";
import { note, SETTING_NOTES, type Note } from "../../settingNotes";
import { agree, type Found } from "./found";

const RANGES: Partial<Record<FileSettingName, RangedSetting>> = {
  epochs: "epochs",
  batchSize: "batchSize",
  testBatchSize: "batchSize",
  lr: "lr",
};

/** Puts settings together, each with its place, and keeps what was left out. */
export class SettingsCollector {
  readonly settings: Record<string, unknown> = {};
  readonly ranges: Partial<Record<FileSettingName, SourceRange>> = {};
  readonly notes: Note[] = [];
  /** The first thing that no engine can do as the file says it. */
  obstacle: Note | undefined;

  add<K extends keyof TrainingSettings>(name: K, found: readonly Found<TrainingSettings[K]>[]): void {
    const value = this.take(name, found);
    if (value !== undefined) this.settings[name] = value;
  }

  /** The value that all places agree on, which also has to lie in its range. */
  take<T>(name: FileSettingName, found: readonly Found<T>[]): T | undefined {
    const { value, range, notes } = agree(name, found);
    this.notes.push(...notes);
    if (value === undefined || !range) return undefined;
    const limits = RANGES[name];
    const bad = limits && typeof value === "number" ? whyOutOfRange(limits, value) : undefined;
    if (bad !== undefined) {
      this.notes.push(note(range, SETTING_NOTES.invalid, name, bad));
      return undefined;
    }
    this.ranges[name] = { from: range.from, to: range.to };
    return value;
  }

  hinder(found: readonly { readonly obstacle?: Note }[]): void {
    this.obstacle ??= found.find(({ obstacle }) => obstacle)?.obstacle;
  }
}
