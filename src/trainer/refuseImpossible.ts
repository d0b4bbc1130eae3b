import * as l10n from "@vscode/l10n";
import { findEvaluationObstacle, findObstacle } from "../model/trainability";
import { ExpectedError } from "../protocol/expectedError";
import type { RunSpec } from "../protocol/trainer";
import { translateObstacle } from "./translateObstacle";

/** Throws an `ExpectedError` when no engine could do the task of `spec`; some networks can be evaluated but not trained. */
export function refuseImpossible({ task, model, settings }: RunSpec): void {
  const obstacle = task === "evaluate" ? findEvaluationObstacle(model) : findObstacle(model, settings);
  if (!obstacle) return;
  const reason = translateObstacle(obstacle);
  throw new ExpectedError(
    task === "evaluate"
      ? l10n.t("{0} cannot be evaluated: {1}", model.name, reason)
      : l10n.t("{0} cannot be trained: {1}", model.name, reason),
  );
}
