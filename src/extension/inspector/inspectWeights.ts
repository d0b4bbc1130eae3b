import * as vscode from "vscode";
import { INSPECTOR_VIEW_TYPES } from "./weightsEditorProvider";

/** Opens `argument`, a file of the explorer, in the inspector; without one the file in front, or one that is chosen. */
export async function inspectWeights(argument: unknown): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : (fileInFront() ?? (await chooseFile()));
  if (uri) await vscode.commands.executeCommand("vscode.openWith", uri, INSPECTOR_VIEW_TYPES[0]);
}

function fileInFront(): vscode.Uri | undefined {
  const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
  const uri = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
  return uri && /\.(safetensors|pth|pt|ckpt|bin)$/i.test(uri.path) ? uri : undefined;
}

/** Asks for a file of weights; undefined when none was chosen. */
export async function chooseFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Choose a file of weights"),
    filters: {
      [vscode.l10n.t("Weights")]: ["safetensors", "pth", "pt", "ckpt", "bin"],
      [vscode.l10n.t("All files")]: ["*"],
    },
  });
  return chosen?.[0];
}
