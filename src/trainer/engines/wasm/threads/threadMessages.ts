import type { StepGroup, TrainingPlan } from "../training";

/** What a thread is started with; the memory and the compiled kernels are the same for all. */
export interface ThreadSetup {
  readonly plan: TrainingPlan;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** What threads are told to do; each that is told does its share. */
export type ThreadTask =
  | { readonly type: "run-steps"; readonly group: StepGroup }
  | { readonly type: "evaluate"; readonly begin: number; readonly end: number };

export interface ThreadRequest {
  readonly task: ThreadTask;
  readonly share: { readonly index: number; readonly count: number };
}

/** A thread says it once when it stands, and after each request. */
export type ThreadReply = "ready" | "done";
