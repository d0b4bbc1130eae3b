/** The text of `key` with its placeholders `{0}`, `{1}` ... filled in. */
export type Say<K extends string> = (key: K, ...values: readonly string[]) => string;

/** Speaks from one table of texts. */
export function createSay<K extends string>(strings: Readonly<Record<K, string>>): Say<K> {
  return (key, ...values) =>
    strings[key].replace(/\{(\d+)\}/g, (placeholder, index: string) => values[Number(index)] ?? placeholder);
}
