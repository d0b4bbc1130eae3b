import type { SourceRange } from "../modelSpec";
import type { Refusal } from "./readModels";
import { reasonText, type Reason } from "./reason";

/** Ends the reading of one model at the construct that is not understood. Never leaves the readers. */
export class Refused extends Error {
  constructor(
    readonly reason: Reason,
    readonly range: SourceRange,
    readonly details: Pick<Refusal, "misfit" | "asksFor"> = {},
  ) {
    super(reasonText(reason));
    this.name = "Refused";
  }
}

/** Stops reading at `range`; `template` comes from `REASONS`. */
export function refuse(range: SourceRange, template: string, ...values: (string | number)[]): never {
  throw new Refused({ template, values: values.map(String) }, { from: range.from, to: range.to });
}
