import type { SourceRange } from "../../modelSpec";
import { reasonText, type Reason } from "../reason";
import type { Refusal } from "../readModels";
import { lineAt } from "./lineAt";

/** `reason` about `range` of `text`, as it is handed out. */
export function createRefusal(text: string, { template, values }: Reason, { from, to }: SourceRange): Refusal {
  const words = { template, values };
  return { reason: reasonText(words), range: { from, to }, line: lineAt(text, from), words };
}
