/** Why something is not read or not trained: a sentence with `{0}`, `{1}` for the `values`, so that it can be translated. */
export interface Reason {
  readonly template: string;
  readonly values: readonly string[];
}

/** The sentence of `reason` in English. */
export function reasonText({ template, values }: Reason): string {
  const text = template.replace(/\{(\d)\}/g, (field, index: string) => values[Number(index)] ?? field);
  return text.endsWith(".") ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
