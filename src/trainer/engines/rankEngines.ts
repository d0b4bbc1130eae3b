import * as l10n from "@vscode/l10n";
import type { ModelSpec } from "../../model/modelSpec";
import type { TrainingSettings } from "../../model/trainingSettings";
import type { EngineKind, RunStarted } from "../../protocol/trainer";
import type { EngineFactory } from "./engine";
import type { EngineTrial } from "./trials/engineTrial";

/** The engines that `auto` may take, the best first, and why not the others. */
export interface EngineRanking {
  readonly candidates: readonly EngineFactory[];
  readonly others: RunStarted["skipped"];
}

/**
 * Ranks engines by how long a step took here. What was never tried is not taken, unless it is built in: those come in
 * the order of `factories`, and before all others while the first of them was not measured, too.
 */
export function rankEngines(
  factories: readonly EngineFactory[],
  trials: ReadonlyMap<EngineKind, EngineTrial>,
  model: ModelSpec,
  settings: TrainingSettings,
): EngineRanking {
  const others: { engine: EngineKind; reason: string }[] = [];
  const built: EngineFactory[] = [];
  const measured: { factory: EngineFactory; stepMicroseconds: number }[] = [];
  for (const factory of factories) {
    const { kind, isBuiltIn } = factory;
    const trial = trials.get(kind);
    const reason = factory.whyUnable(model, settings) ?? factory.whyNotInstalled?.();
    if (reason !== undefined) others.push({ engine: kind, reason });
    else if (trial?.available) measured.push({ factory, stepMicroseconds: trial.stepMicroseconds });
    else if (isBuiltIn) built.push(factory);
    else others.push({ engine: kind, reason: trial?.reason ?? notTried() });
  }
  const fastestFirst = measured.sort((a, b) => a.stepMicroseconds - b.stepMicroseconds).map(({ factory }) => factory);
  const home = factories.find(factory => factory.isBuiltIn && !others.some(({ engine }) => engine === factory.kind));
  const isDecided = home === undefined || fastestFirst.includes(home);
  if (isDecided) return { candidates: [...fastestFirst, ...built], others };
  const undecided = fastestFirst.map(({ kind }) => ({ engine: kind, reason: notTried() }));
  return { candidates: built, others: [...undecided, ...others] };
}

function notTried(): string {
  return l10n.t("not tried here yet: it will be after a training, for the next one");
}
