import * as l10n from "@vscode/l10n";
import type { Reason } from "../model/source/reason";

/** The sentence of an obstacle or a concern in the language of this process; its template is among the texts by its table. */
export function translateObstacle({ template, values }: Reason, t = l10n.t): string {
  return t(template, ...values);
}
