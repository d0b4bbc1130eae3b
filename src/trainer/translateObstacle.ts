import * as l10n from "@vscode/l10n";
import type { Obstacle } from "../model/trainability";

/** The sentence of `obstacle` in the language of this process; its template is among the texts by its table. */
export function translateObstacle({ template, values }: Obstacle, t = l10n.t): string {
  return t(template, ...values);
}
