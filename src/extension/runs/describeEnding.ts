import type { RunOutcome } from "../../protocol/panel";
import type { Translate } from "../translate";
import { isOwnFault } from "./isOwnFault";
import type { RunEnding } from "./trainerClient";

/** How a run ended about which its trainer said nothing, in a sentence. */
export interface LostRun {
  readonly outcome: RunOutcome;
  readonly message: string;
  readonly hint?: string;
}

/** Puts into words how a run was lost. */
export function describeEnding(ending: Exclude<RunEnding, { kind: "reported" }>, t: Translate): LostRun {
  switch (ending.kind) {
    case "version-differs":
      return {
        outcome: "failed",
        message: t("The extension speaks version {0} with its trainer, the trainer {1}.", ending.ours, ending.theirs),
        hint: t("Reload the window; when that does not help, install the extension again."),
      };
    case "never-ready":
      return { outcome: "failed", message: t("The trainer was not ready within {0} seconds.", ending.seconds) };
    case "silent":
      return {
        outcome: "failed",
        message: t("The trainer reported nothing for {0} seconds, so it was ended.", ending.seconds),
      };
    case "flooded":
      return {
        outcome: "failed",
        message: t(
          "The trainer sent {0} messages a second, more than can be shown, so it was ended.",
          ending.messagesPerSecond,
        ),
      };
    case "stop-forced":
      return { outcome: "stopped", message: t("The trainer did not stop in time, so it was ended.") };
    case "closed":
      return {
        outcome: "interrupted",
        message: t("The window was closed or reloaded before the run was over."),
      };
    case "clean":
      return { outcome: "interrupted", message: t("The trainer left before the run was over.") };
    case "crashed":
      return { outcome: "interrupted", ...describeCrash(ending, t) };
    case "never-started":
      return { outcome: "failed", message: t("The trainer could not be started: {0}", ending.reason) };
    default:
      return ending satisfies never;
  }
}

function describeCrash(ending: Extract<RunEnding, { kind: "crashed" }>, t: Translate): Omit<LostRun, "outcome"> {
  const { code, signal } = ending;
  const crashed =
    signal === null
      ? t("The trainer crashed with exit code {0}.", code ?? "?")
      : t("The trainer crashed ({0}).", signal);
  if (isOwnFault(ending)) {
    const hint = t("Train again. If it crashes once more, choose another engine (setting trainLens.engine).");
    return { message: crashed, hint };
  }
  if (signal === null) return { message: crashed };
  return { message: t("The trainer was ended from outside ({0}) before the run was over.", signal) };
}
