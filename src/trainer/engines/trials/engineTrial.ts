import type { ModelSpec } from "../../../model/modelSpec";
import type { TrainingSettings } from "../../../model/trainingSettings";
import type { EngineKind } from "../../../protocol/trainer";

/** What came of trying an engine on this machine: how fast it is, or why it cannot be used. */
export type EngineTrial =
  | {
      readonly engine: EngineKind;
      readonly available: true;
      readonly device: string;
      readonly stepMicroseconds: number;
    }
  | { readonly engine: EngineKind; readonly available: false; readonly reason: string };

/** What an engine is tried on: all that decides how long its steps take. */
export interface TrialTask {
  readonly model: ModelSpec;
  readonly settings: TrainingSettings;
  readonly threads?: number;
}

/** The part of anything that has more, such as a run's spec. */
export function trialTask({ model, settings, threads }: TrialTask): TrialTask {
  return { model, settings, ...(threads !== undefined && { threads }) };
}
