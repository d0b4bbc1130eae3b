import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Registers an empty language pack in a server's `userData`: VS Code's own texts stay English, but `vscode.env.language` is
 * `language`, and extensions show their texts in it.
 */
export function writeEmptyLanguagePack(userData: string, language: string): void {
  mkdirSync(userData, { recursive: true });
  const translations = join(userData, "empty-language-pack.json");
  writeFileSync(translations, JSON.stringify({ version: "1.0.0", contents: {} }));
  const packs = {
    [language]: {
      hash: "empty",
      extensions: [{ extensionIdentifier: { id: "test.empty-language-pack" }, version: "1.0.0" }],
      translations: { vscode: translations },
    },
  };
  writeFileSync(join(userData, "languagepacks.json"), JSON.stringify(packs));
}
