import * as vscode from "vscode";

/** For files of weights by their name, and for those whose name may mean something else: the manifest tells them apart. */
export const INSPECTOR_VIEW_TYPES = ["trainLens.inspector", "trainLens.inspectorOption"] as const;

/** Shows a file in the inspector, whatever editor its name calls for. */
export async function openInInspector(uri: vscode.Uri): Promise<void> {
  const [byName, onRequest] = INSPECTOR_VIEW_TYPES;
  const viewType = /\.safetensors$/i.test(uri.path) ? byName : onRequest;
  await vscode.commands.executeCommand("vscode.openWith", uri, viewType);
}
