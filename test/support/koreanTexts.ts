import { readFileSync } from "node:fs";

/** The Korean of each English runtime text, as VS Code reads it. */
export function koreanTexts(): Readonly<Record<string, string>> {
  const file = new URL("../../l10n/bundle.l10n.ko.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
}
