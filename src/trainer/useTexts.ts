import * as l10n from "@vscode/l10n";

/** Makes this process speak the language of the window that started it; English when there is none. */
export function useTexts(environment: NodeJS.ProcessEnv): void {
  const file = environment["TRAIN_LENS_TEXTS"];
  if (file) l10n.config({ fsPath: file });
}
