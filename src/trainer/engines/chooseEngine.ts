import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../protocol/expectedError";
import type { EngineKind, RunStarted } from "../../protocol/trainer";
import type { Engine, EngineFactory, EngineInputs, HeadStart } from "./engine";
import { ENGINE_FACTORIES } from "./factories";
import { rankEngines, type EngineRanking } from "./rankEngines";
import type { EngineTrial } from "./trials/engineTrial";

/** An engine, and why each other one was not taken. */
export interface EngineChoice {
  readonly engine: Engine;
  readonly skipped: RunStarted["skipped"];
}

interface ChoiceOptions {
  readonly factories?: readonly EngineFactory[];
  /** What is known of the engines on such a network. */
  readonly trials?: ReadonlyMap<EngineKind, EngineTrial>;
  /** Called before an engine is asked for. */
  readonly beforeUse?: (factory: EngineFactory) => void;
  /** Of `prepareEngine`. */
  readonly headStart?: HeadStart;
}

/**
 * Creates the wanted engine, or for `auto` the fastest that was measured here, else the first that works anywhere. A
 * wanted engine that cannot be used is an error.
 */
export async function chooseEngine(
  wanted: EngineKind | "auto",
  inputs: EngineInputs,
  { factories = ENGINE_FACTORIES, trials = new Map(), beforeUse, headStart }: ChoiceOptions = {},
): Promise<EngineChoice> {
  const { candidates, others } = candidatesOf(wanted, inputs, factories, trials);
  const failed: { engine: EngineKind; reason: string }[] = [];
  for (const [index, factory] of candidates.entries()) {
    const isLast = index === candidates.length - 1;
    beforeUse?.(factory);
    const created = await createOrSay(factory, inputs, headStart, { isNamed: wanted !== "auto", isLast });
    if ("engine" in created) {
      const slower = candidates.slice(index + 1).map(({ kind }) => ({
        engine: kind,
        reason: whySlower(trials.get(kind), trials.get(factory.kind)),
      }));
      return { engine: created.engine, skipped: wanted === "auto" ? [...failed, ...slower, ...others] : [] };
    }
    failed.push({ engine: factory.kind, reason: created.reason });
  }
  const why = [...failed, ...others].map(({ engine, reason }) => `${engine}: ${reason}`).join("; ");
  throw new ExpectedError(
    wanted === "auto"
      ? l10n.t("No engine can train {0} ({1}).", inputs.model.name, why)
      : l10n.t("The {0} engine cannot be used here: {1}.", wanted, why || l10n.t("this build has none")),
    wanted === "auto" ? undefined : l10n.t("Choose the engine auto to take the best one that works."),
  );
}

/** Lets the engine that comes first begin before its data are there. Undefined where it cannot. */
export function prepareEngine(
  wanted: EngineKind | "auto",
  { model, settings }: Pick<EngineInputs, "model" | "settings">,
  { factories = ENGINE_FACTORIES, trials = new Map() }: Pick<ChoiceOptions, "factories" | "trials"> = {},
): HeadStart | undefined {
  const [first] = candidatesOf(wanted, { model, settings }, factories, trials).candidates;
  try {
    return first?.prepare?.(model, settings);
  } catch {
    return undefined; // when it is created, it says why
  }
}

function candidatesOf(
  wanted: EngineKind | "auto",
  { model, settings }: Pick<EngineInputs, "model" | "settings">,
  factories: readonly EngineFactory[],
  trials: ReadonlyMap<EngineKind, EngineTrial>,
): EngineRanking {
  if (wanted === "auto") return rankEngines(factories, trials, model, settings);
  return { candidates: factories.filter(({ kind }) => kind === wanted), others: [] };
}

/** An engine that was fastest last time may be broken today; only the last one's fault is an error. */
async function createOrSay(
  factory: EngineFactory,
  inputs: EngineInputs,
  headStart: HeadStart | undefined,
  { isNamed, isLast }: { readonly isNamed: boolean; readonly isLast: boolean },
): Promise<{ readonly engine: Engine } | { readonly reason: string }> {
  const reason = factory.whyUnable(inputs.model, inputs.settings) ?? (await factory.whyUnavailable({ isNamed }));
  if (reason !== undefined) return { reason };
  try {
    return { engine: await factory.create(inputs, headStart) };
  } catch (error) {
    if (isLast || !(error instanceof Error)) throw error;
    return { reason: error.message };
  }
}

function whySlower(own: EngineTrial | undefined, fastest: EngineTrial | undefined): string {
  if (!own?.available || !fastest?.available) return l10n.t("slower than the others, which are held to its numbers");
  const [slow, fast] = [own, fastest].map(({ stepMicroseconds }) => stepMicroseconds.toFixed(0));
  return l10n.t("slower here: {0} µs a step instead of {1} µs", slow!, fast!);
}
