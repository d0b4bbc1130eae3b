import * as assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { TrainLensApi } from "../../src/extension/extension";
import type { RunRecord, RunState } from "../../src/protocol/panel";
import type { RunEvent } from "../../src/protocol/trainer";

type EndedState = Extract<RunState, { phase: "ended" }>;

/** What the extension under test lets others watch. */
export async function activateTrainLens(): Promise<TrainLensApi> {
  const extension = vscode.extensions.getExtension<TrainLensApi>("train-lens.train-lens");
  assert.ok(extension, "train-lens.train-lens is not among the extensions");
  return extension.activate();
}

/** Resolves when the run that `begin` starts satisfies `isReached`. */
export async function runReaching(
  { runs }: TrainLensApi,
  begin: () => Thenable<unknown>,
  isReached: (state: RunState) => boolean,
): Promise<RunState> {
  const before = runIdOf(runs.snapshot().state);
  const reached = new Promise<RunState>(resolve => {
    const subscription = runs.onState(state => {
      if (runIdOf(state) === before || !isReached(state)) return;
      subscription.dispose();
      resolve(state);
    });
  });
  await begin();
  return reached;
}

/** Runs what `begin` starts to its end; returns how it ended and what was reported. */
export async function runToEnd(api: TrainLensApi, begin: () => Thenable<unknown>) {
  const end = (await runReaching(api, begin, state => state.phase === "ended")) as EndedState;
  const run = api.runs.snapshot().run!;
  return { end, run, ...reported(run) };
}

/** Resolves when nothing runs any more. */
export async function untilIdle({ runs }: TrainLensApi): Promise<EndedState | undefined> {
  const isOver = (state: RunState) => state.phase === "idle" || state.phase === "ended";
  const state = runs.snapshot().state;
  if (state.phase === "ended") return state;
  if (isOver(state)) return undefined;
  return new Promise(resolve => {
    const subscription = runs.onState(next => {
      if (next.phase !== "ended") return;
      subscription.dispose();
      resolve(next);
    });
  });
}

/** Resolves when the training panel is among the tabs; rejects after ten seconds. */
export async function panelIsOpen(): Promise<void> {
  const isPanel = ({ input }: vscode.Tab) =>
    input instanceof vscode.TabInputWebview && input.viewType.endsWith("trainLens.training");
  const deadline = Date.now() + 10_000;
  while (!vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(isPanel))) {
    assert.ok(Date.now() < deadline, "the training panel did not open");
    await delay(100);
  }
}

/** The titles of a document's lenses with their lines, from 1, such as `5: Train`. */
export async function lensTitles(uri: vscode.Uri): Promise<string[]> {
  return (await lenses(uri)).map(({ range, command }) => `${range.start.line + 1}: ${command?.title ?? ""}`);
}

/** Clicks the lens `title` of a document. */
export async function clickLens(uri: vscode.Uri, title: string): Promise<void> {
  const lens = (await lenses(uri)).find(({ command }) => command?.title === title);
  assert.ok(lens?.command, `no lens "${title}" in ${uri.toString()}`);
  await vscode.commands.executeCommand(lens.command.command, ...((lens.command.arguments ?? []) as unknown[]));
}

/** Sets `trainLens.<name>` for the workspace or a folder of it; `undefined` removes it. */
export async function setSetting(name: string, value: unknown, folder?: vscode.WorkspaceFolder): Promise<void> {
  const { Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const configuration = vscode.workspace.getConfiguration("trainLens", folder);
  await configuration.update(name, value, folder ? WorkspaceFolder : Workspace);
}

async function lenses(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  await vscode.workspace.openTextDocument(uri);
  return vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri, 100);
}

function runIdOf(state: RunState): string | undefined {
  return state.phase === "idle" ? undefined : state.runId;
}

function reported({ events }: RunRecord) {
  const last = <T extends RunEvent["type"]>(type: T) =>
    events.findLast((event): event is Extract<RunEvent, { type: T }> => event.type === type);
  return { started: last("run-started"), evaluated: last("evaluated"), finished: last("run-finished") };
}
