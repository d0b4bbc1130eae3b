import { basename, join } from "node:path";
import * as vscode from "vscode";
import { ExpectedError } from "../../protocol/expectedError";
import { ActionableError } from "../actionableError";
import { exists } from "./weightsFolder";

/** Shows the file in the system's file browser, where that is another machine's in the explorer, else says where it is. */
export async function revealWeights(path: string | undefined): Promise<void> {
  const uri = await existingWeights(path);
  const isLocal = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  if (isLocal) {
    await vscode.commands.executeCommand("revealFileInOS", uri);
  } else if (vscode.workspace.getWorkspaceFolder(uri)) {
    await vscode.commands.executeCommand("revealInExplorer", uri);
  } else {
    const copyPath = { title: vscode.l10n.t("Copy Path"), command: "copyFilePath", arguments: [uri] };
    throw new ActionableError(vscode.l10n.t("The weights are at {0}.", uri.fsPath), [copyPath], "mild");
  }
}

/** Asks for a place and copies the file there; the dialog itself asks before it replaces something. */
export async function exportWeights(path: string | undefined, folders: readonly string[]): Promise<void> {
  const source = await existingWeights(path);
  const name = basename(source.fsPath);
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Export a copy of the weights"),
    filters: { [vscode.l10n.t("PyTorch state dict")]: ["pth"] },
    defaultUri: vscode.Uri.file(folders[0] === undefined ? source.fsPath : join(folders[0], name)),
  });
  if (!target || target.toString() === source.toString()) return;
  await vscode.workspace.fs.copy(source, target, { overwrite: true });
}

/** The file of a run's weights. Throws an `ExpectedError` when there is none. */
export async function existingWeights(path: string | undefined): Promise<vscode.Uri> {
  if (path === undefined) throw new ExpectedError(vscode.l10n.t("This run has saved no weights."));
  if (!(await exists(path))) throw new ExpectedError(vscode.l10n.t("The weights are no longer at {0}.", path));
  return vscode.Uri.file(path);
}
