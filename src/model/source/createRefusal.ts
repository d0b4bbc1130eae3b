import type { SourceRange } from "../modelSpec";
import { reasonText, type Reason } from "./reason";
import type { Refusal } from "./readModels";
import type { LineIndex } from "./lineIndex";

/** `reason` about `range`, as it is handed out. */
export function createRefusal(lines: LineIndex, { template, values }: Reason, { from, to }: SourceRange): Refusal {
  const words = { template, values };
  return { reason: reasonText(words), range: { from, to }, line: lines.lineAt(from), words };
}
