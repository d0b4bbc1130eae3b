import type { RunEvent, RunSpec } from "../../../protocol/trainer";
import type { EngineFactory } from "../engine";
import { ENGINE_FACTORIES } from "../factories";
import { trialTask, type EngineTrial, type TrialTask } from "./engineTrial";
import { tryInChild } from "./tryInChild";
import type { TrialStore } from "./trialStore";

/** What is over sooner needs no faster engine. */
const WORTH_SECONDS = 1;

/** Whether engines are worth trying after a run that ended with `last`. */
export function gainsFromTrials({ task, engine }: RunSpec, last: RunEvent): boolean {
  const isOver = last.type === "run-finished" && last.outcome === "completed";
  return task === "train" && engine === "auto" && isOver && last.seconds >= WORTH_SECONDS;
}

interface NextRunOptions {
  /** Ends the trials; those that are over stay remembered. */
  readonly signal: AbortSignal;
  readonly factories?: readonly EngineFactory[];
  readonly attempt?: (engine: EngineFactory, task: TrialTask, signal: AbortSignal) => Promise<EngineTrial>;
  /** Called before the first trial, if there is one. */
  readonly onTrials?: () => void;
}

/**
 * Tries the engines of which nobody knows yet how fast they are here with such a network, one after the other, so that
 * the next run can take the fastest. The one that runs now is tried only if another can be used. Never rejects.
 */
export async function tryForNextRun(
  spec: TrialTask,
  store: TrialStore,
  { signal, factories = ENGINE_FACTORIES, attempt = tryInProcess, onTrials }: NextRunOptions,
): Promise<void> {
  const task = trialTask(spec);
  const able = factories.filter(
    factory => (factory.whyUnable(task.model, task.settings) ?? factory.whyNotInstalled?.()) === undefined,
  );
  const known = new Map(await store.find(able, task));
  const tryUnlessKnown = async (factory: EngineFactory) => {
    if (known.has(factory.kind)) return;
    if (!signal.aborted) onTrials?.();
    onTrials = undefined;
    const trial = await attempt(factory, task, signal);
    known.set(factory.kind, trial);
    await store.remember(factory, task, trial);
  };
  try {
    const [home] = able.filter(({ isBuiltIn }) => isBuiltIn);
    for (const factory of able.filter(({ isBuiltIn }) => !isBuiltIn)) await tryUnlessKnown(factory);
    const hasRival = [...known.values()].some(({ engine, available }) => available && engine !== home?.kind);
    if (home && hasRival) await tryUnlessKnown(home);
  } catch (error) {
    if (!signal.aborted) console.error(error); // a bug; the run that was asked for is over and well
  }
}

function tryInProcess({ kind }: EngineFactory, task: TrialTask, signal: AbortSignal): Promise<EngineTrial> {
  return tryInChild(kind, task, { signal });
}
