import type * as vscode from "vscode";

/** The languages whose models are read. */
export const MODEL_LANGUAGES: readonly string[] = [
  "python",
  "typescript",
  "javascript",
  "typescriptreact",
  "javascriptreact",
];

/** Places where text is shown, not written: diffs, history, output, cells of notebooks. */
const SCHEMES_WITHOUT_MODELS = new Set([
  "git",
  "gitlens",
  "output",
  "review",
  "pr",
  "search-editor",
  "vscode-local-history",
  "vscode-notebook-cell",
  "vscode-scm",
]);

/** Whether the models of `document` are of interest where it is shown. */
export function holdsModels({ languageId, uri }: vscode.TextDocument): boolean {
  return MODEL_LANGUAGES.includes(languageId) && !SCHEMES_WITHOUT_MODELS.has(uri.scheme);
}
