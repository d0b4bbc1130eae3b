import * as vscode from "vscode";
import { PROBLEM_KINDS, type ProblemKind } from "../model/source/problems/problem";
import { parsePreferences, type RunPreferences } from "./runs/runPreferences";

/** What a person set about runs, for the document or folder `scope`. Throws an `ExpectedError` for what cannot be. */
export function readRunPreferences(scope: vscode.Uri | undefined): RunPreferences {
  const configuration = vscode.workspace.getConfiguration("trainLens", scope);
  const read = (name: string) => ({
    explicit: explicitValue(configuration.inspect(name)),
    effective: configuration.get<unknown>(name),
  });
  return parsePreferences(read, vscode.l10n.t);
}

/** The Node that a person set for this machine; a workspace that is not trusted has none. */
export function readNodePath(): string {
  const nodePath = vscode.workspace.getConfiguration("trainLens").inspect<unknown>("nodePath")?.globalValue;
  return vscode.workspace.isTrusted && typeof nodePath === "string" ? nodePath.trim() : "";
}

/** The names of the lenses, as their settings call them. */
export const LENS_NAMES = ["train", "evaluate", "gradientNorms", "checkWeights", "summary"] as const;
export type LensName = (typeof LENS_NAMES)[number];

/** The lenses that are switched on. */
export function readLensSwitches(scope: vscode.Uri): ReadonlySet<LensName> {
  const configuration = vscode.workspace.getConfiguration("trainLens.lenses", scope);
  return new Set(LENS_NAMES.filter(name => configuration.get<boolean>(name, true)));
}

/** The kinds of problems that are switched on. */
export function readProblemSwitches(scope: vscode.Uri): ReadonlySet<ProblemKind> {
  const configuration = vscode.workspace.getConfiguration("trainLens.problems", scope);
  return new Set(PROBLEM_KINDS.filter(kind => configuration.get<boolean>(kind, true)));
}

/** Whether the shape after each layer is written behind it. */
export function readShowsShapes(scope: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration("trainLens", scope).get<boolean>("shapeHints", false);
}

/** What is explained where the pointer rests. */
export function readShowsHovers(scope: vscode.Uri): { readonly layers: boolean; readonly glossary: boolean } {
  const configuration = vscode.workspace.getConfiguration("trainLens.hovers", scope);
  return { layers: configuration.get<boolean>("layers", true), glossary: configuration.get<boolean>("glossary", true) };
}

/** What was written in any settings file, the closest first; `null` is a value too. */
function explicitValue(inspected: ReturnType<vscode.WorkspaceConfiguration["inspect"]>): unknown {
  const { workspaceFolderValue, workspaceValue, globalValue } = inspected ?? {};
  return [workspaceFolderValue, workspaceValue, globalValue].find(value => value !== undefined);
}
