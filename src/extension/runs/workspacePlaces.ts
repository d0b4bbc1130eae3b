import { dirname } from "node:path";
import * as vscode from "vscode";
import type { ModelOrigin } from "./runJournalFormat";

/** The document that a run is about: its model's, else the one in front. */
export function scopeOf(origin: ModelOrigin | undefined): vscode.Uri | undefined {
  if (origin) return vscode.Uri.parse(origin.uri);
  return vscode.window.activeTextEditor?.document.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
}

/** The folders of the workspace that are on this machine's disk, the one of `origin` first. */
export function workspaceFoldersFor(origin: ModelOrigin | undefined): string[] {
  const scope = scopeOf(origin);
  const own = scope && vscode.workspace.getWorkspaceFolder(scope);
  const folders = [...(own ? [own] : []), ...(vscode.workspace.workspaceFolders ?? [])];
  return [...new Set(folders.filter(({ uri }) => uri.scheme === "file").map(({ uri }) => uri.fsPath))];
}

/** Where data may lie: in the workspace, or beside the model's file. */
export function dataFoldersFor(origin: ModelOrigin | undefined): string[] {
  const scope = origin && vscode.Uri.parse(origin.uri);
  const beside = scope?.scheme === "file" ? [dirname(scope.fsPath)] : [];
  return [...new Set([...workspaceFoldersFor(origin), ...beside])];
}
