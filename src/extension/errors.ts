import * as vscode from "vscode";
import { ExpectedError } from "../protocol/expectedError";
import { ActionableError, type Action } from "./actionableError";

/** Logs what went wrong while `doing`, and shows one sentence with a way on. The one place that shows errors. */
export async function reportError(log: vscode.LogOutputChannel, doing: string, error: unknown): Promise<void> {
  if (error instanceof vscode.CancellationError) return;
  const cause = error instanceof Error ? error : new Error(String(error));
  const actions = cause instanceof ActionableError ? cause.actions : [];
  if (cause instanceof ExpectedError) log.warn(`${doing}: ${cause.message}`);
  else log.error(doing, cause);

  const showLog: Action = { title: vscode.l10n.t("Show Log"), command: "trainLens.showLog" };
  const isMild = cause instanceof ActionableError && cause.severity === "mild";
  const buttons = isMild ? actions : [...actions, showLog];
  const show = isMild ? vscode.window.showInformationMessage : vscode.window.showErrorMessage;
  const chosen = await show(sentenceFor(doing, cause), ...buttons.map(action => action.title));
  const action = buttons.find(({ title }) => title === chosen);
  if (action) await vscode.commands.executeCommand(action.command, ...(action.arguments ?? []));
}

function sentenceFor(doing: string, cause: Error): string {
  if (!(cause instanceof ExpectedError)) {
    return vscode.l10n.t("{0} failed unexpectedly. The log has the details.", doing);
  }
  return cause.hint ? `${cause.message} ${cause.hint}` : cause.message;
}
