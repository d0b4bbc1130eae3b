import type { SourceRange } from "../../modelSpec";

/** Why something is not understood: a sentence with `{0}`, `{1}` for the `values`, so that it can be translated. */
export interface Reason {
  readonly template: string;
  readonly values: readonly string[];
}

/** Ends the reading of one model at the construct that is not understood. Never leaves this folder. */
export class Refused extends Error {
  constructor(
    readonly reason: Reason,
    readonly range: SourceRange,
  ) {
    super(reasonText(reason));
    this.name = "Refused";
  }
}

/** Stops reading at `range`; `template` comes from `REASONS`. */
export function refuse(range: SourceRange, template: string, ...values: (string | number)[]): never {
  throw new Refused({ template, values: values.map(String) }, { from: range.from, to: range.to });
}

/** The sentence of `reason` in English. */
export function reasonText({ template, values }: Reason): string {
  return template.replace(/\{(\d)\}/g, (field, index: string) => values[Number(index)] ?? field);
}
