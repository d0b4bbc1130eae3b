/** Why something is not read or not trained: a sentence with `{0}`, `{1}` for the `values`, so that it can be translated. */
export interface Reason {
  readonly template: string;
  readonly values: readonly string[];
}

/** The sentence of `reason` in English. */
export function reasonText({ template, values }: Reason): string {
  return template.replace(/\{(\d)\}/g, (field, index: string) => values[Number(index)] ?? field);
}
