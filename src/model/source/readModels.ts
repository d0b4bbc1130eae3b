import type { ModelSpec, SourceRange } from "../modelSpec";
import type { DatasetName, TrainingSettings } from "../trainingSettings";
import type { Misfit } from "./misfit";
import type { Reason } from "./reason";

/** A setting that a file can hold. */
export type FileSettingName = keyof TrainingSettings | "dataset" | "seed";

/** What a model file says about training, each value as written there; what it does not say is absent. */
export interface FileSettings {
  readonly settings: Partial<TrainingSettings>;
  readonly dataset?: DatasetName;
  readonly seed?: number;
  /** Where each value stands. */
  readonly ranges?: Readonly<Partial<Record<FileSettingName, SourceRange>>>;
  /** Values that were left out, and why. */
  readonly notes?: readonly Refusal[];
}

/** A construct that cannot be read or trained, and why, in a sentence. */
export interface Refusal {
  readonly reason: string;
  readonly range: SourceRange;
  /** Line of `range`, from 1. */
  readonly line: number;
  /** `reason` taken apart for translation. */
  readonly words?: Reason;
  /** The two sizes that differ, when that is why. */
  readonly misfit?: Misfit;
  /** The parameters of the constructor that the file gives no values for, when that is why. */
  readonly asksFor?: readonly string[];
}

/** One model of a file: what it is, or why it cannot be said. */
export interface ModelReading {
  readonly name: string;
  /** The `class` statement's keyword and name: where lenses and squiggles go. */
  readonly range: SourceRange;
  /** Line of the `class` statement, from 1. */
  readonly line: number;
  /** The last character of the class. */
  readonly end: number;
  readonly outcome:
    | {
        readonly understood: true;
        readonly model: ModelSpec;
        readonly fileSettings: FileSettings;
        /** Why the model, though understood, must not be trained yet; absent when it can be. */
        readonly untrainable?: Refusal;
      }
    | {
        readonly understood: false;
        readonly refusal: Refusal;
        /** What the file says about training, where that helps to judge the refusal. */
        readonly fileSettings?: FileSettings;
      };
}
