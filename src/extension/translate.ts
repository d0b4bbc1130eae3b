/** Looks up a sentence and fills in `{0}`, `{1}` ...: `vscode.l10n.t` in the host, a stand-in where there is none. */
export type Translate = (message: string, ...values: (string | number)[]) => string;
