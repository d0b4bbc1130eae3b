import * as vscode from "vscode";
import { chooseWeights, WEIGHTS_NAME } from "./chooseWeights";
import { openInInspector } from "./inspectorViewTypes";

/** Opens `argument`, a file of the explorer, in the inspector; without one the file in front, or one that is chosen. */
export async function inspectWeights(argument: unknown): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : (fileInFront() ?? (await chooseWeights(undefined)));
  if (uri) await openInInspector(uri);
}

function fileInFront(): vscode.Uri | undefined {
  const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
  const uri = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
  return uri && WEIGHTS_NAME.test(uri.path) ? uri : undefined;
}
