import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../protocol/expectedError";
import type { EngineKind, RunStarted } from "../../protocol/trainer";
import type { Engine, EngineFactory, EngineInputs } from "./engine";
import { ENGINE_FACTORIES } from "./factories";

/** An engine, and why each one before it was not taken. */
export interface EngineChoice {
  readonly engine: Engine;
  readonly skipped: RunStarted["skipped"];
}

/** Creates the wanted engine, or for `auto` the first that can do it. A wanted engine that cannot is an error. */
export async function chooseEngine(
  wanted: EngineKind | "auto",
  inputs: EngineInputs,
  factories: readonly EngineFactory[] = ENGINE_FACTORIES,
): Promise<EngineChoice> {
  const skipped: { engine: EngineKind; reason: string }[] = [];
  for (const factory of factories.filter(({ kind }) => wanted === "auto" || kind === wanted)) {
    const reason = factory.whyUnable(inputs.model, inputs.settings) ?? (await factory.whyUnavailable());
    if (reason === undefined) return { engine: await factory.create(inputs), skipped };
    skipped.push({ engine: factory.kind, reason });
  }
  const why = skipped.map(({ engine, reason }) => `${engine}: ${reason}`).join("; ");
  throw new ExpectedError(
    wanted === "auto"
      ? l10n.t("No engine can train {0} ({1}).", inputs.model.name, why)
      : l10n.t("The {0} engine cannot be used here: {1}.", wanted, why || l10n.t("this build has none")),
    wanted === "auto" ? undefined : l10n.t("Choose the engine auto to take the best one that works."),
  );
}
