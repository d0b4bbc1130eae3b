import * as vscode from "vscode";

/** The one log of the extension; its lines stay English, so that they can be searched for. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel("Train Lens", { log: true });
}
