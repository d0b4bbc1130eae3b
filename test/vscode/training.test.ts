import * as assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { TrainLensApi } from "../../src/extension/extension";
import { writeIdxDataset } from "../support/idxFiles";
import { activateTrainLens, clickLens, panelIsOpen, runReaching, runToEnd, setSetting, untilIdle } from "./trainLens";

const trainMnist = () => vscode.commands.executeCommand("trainLens.trainMnist");

suite("training", () => {
  const folders = vscode.workspace.workspaceFolders!;
  const [first, second] = folders as [vscode.WorkspaceFolder, vscode.WorkspaceFolder];
  const weightsFolderOf = (folder: vscode.WorkspaceFolder) => join(folder.uri.fsPath, ".train-lens");
  const data = mkdtempSync(join(tmpdir(), "train-lens-data-"));
  let api: TrainLensApi;

  suiteSetup(async () => {
    api = await activateTrainLens();
    writeIdxDataset(data, { trainCount: 640, testCount: 200 });
    await setSetting("dataFolder", data);
    await setSetting("epochs", 1);
  });
  suiteTeardown(async () => {
    await setSetting("dataFolder", undefined);
    await setSetting("epochs", undefined);
    rmSync(data, { recursive: true, force: true });
  });
  teardown(async () => {
    await vscode.commands.executeCommand("trainLens.stopTraining");
    await untilIdle(api);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  test("Train MNIST trains the tutorial's Net to the end, with the panel open and the weights saved", async () => {
    const { end, started, finished } = await runToEnd(api, trainMnist);
    assert.equal(end.outcome, "completed", end.message);
    assert.equal(started?.model.parameterCount, 109_386);
    await panelIsOpen();
    assert.equal(dirname(finished!.weightsPath!), weightsFolderOf(first));
    assert.match(basename(finished!.weightsPath!), /^Net-\d{4}-\d\d-\d\d-\d{6}(-\d+)?\.pth$/);
    assert.ok((await readdir(weightsFolderOf(first))).includes(".gitignore"));
  });

  test("Evaluate gives the accuracy of the training before it, and Gradient norms come from its weights", async () => {
    const net = vscode.Uri.joinPath(first.uri, "net.py");
    const trained = await runToEnd(api, () => clickLens(net, "Train"));
    assert.equal(trained.end.outcome, "completed", trained.end.message);
    assert.equal(trained.run.modelFile, vscode.workspace.asRelativePath(net));
    const { end, evaluated } = await runToEnd(api, () => clickLens(net, "Evaluate"));
    assert.equal(end.outcome, "completed", end.message);
    assert.equal(evaluated?.accuracy, trained.evaluated?.accuracy);
    const { run } = await runToEnd(api, () => clickLens(net, "Gradient norms"));
    const measured = run.events.find(event => event.type === "gradients-measured");
    assert.equal(Object.keys(measured?.norms ?? {}).length, 6);
  });

  test("a second click starts no second run, and Stop ends the first within seconds", async () => {
    await setSetting("epochs", 10_000);
    try {
      await runReaching(api, trainMnist, state => state.phase === "training");
      const { run } = api.runs.snapshot();
      await trainMnist();
      await delay(500);
      assert.equal(api.runs.snapshot().run?.runId, run?.runId);
      assert.equal(api.runs.snapshot().state.phase, "training");
      const stoppedAt = Date.now();
      await vscode.commands.executeCommand("trainLens.stopTraining");
      assert.equal((await untilIdle(api))?.outcome, "stopped");
      assert.ok(Date.now() - stoppedAt < 10_000);
    } finally {
      await setSetting("epochs", 1);
    }
  });

  test("a class of another folder saves there, with that folder's settings", async () => {
    await setSetting("epochs", 2, second);
    try {
      const small = vscode.Uri.joinPath(second.uri, "small.py");
      const { end, started, finished } = await runToEnd(api, () => clickLens(small, "Train"));
      assert.equal(end.outcome, "completed", end.message);
      assert.equal(started?.settings.epochs, 2);
      assert.equal(dirname(finished!.weightsPath!), weightsFolderOf(second));
      assert.match(basename(finished!.weightsPath!), /^Small-/);
    } finally {
      await setSetting("epochs", undefined, second);
    }
  });

  test("a class that was never saved to a file trains, is evaluated, and saves to the first folder", async () => {
    const source = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(second.uri, "small.py"));
    const content = source.getText().replaceAll("Small", "Unsaved");
    const { uri } = await vscode.workspace.openTextDocument({ language: "python", content });
    const { end, finished } = await runToEnd(api, () => clickLens(uri, "Train"));
    assert.equal(end.outcome, "completed", end.message);
    assert.equal(dirname(finished!.weightsPath!), weightsFolderOf(first));
    const { evaluated } = await runToEnd(api, () => clickLens(uri, "Evaluate"));
    assert.equal(evaluated?.accuracy, finished?.accuracy);
  });

  test("the palette's commands mean the class at the cursor", async () => {
    const small = vscode.Uri.joinPath(second.uri, "small.py");
    await vscode.window.showTextDocument(small, { selection: new vscode.Range(5, 0, 5, 0) });
    const { run } = await runToEnd(api, () => vscode.commands.executeCommand("trainLens.trainModel"));
    assert.equal(run.modelName, "Small");
  });

  test("what is wrong with a setting, or with the data, ends in words and no trainer is left", async () => {
    await setSetting("epochs", 1.5);
    const before = api.runs.snapshot().run?.runId;
    await trainMnist();
    assert.equal(api.runs.snapshot().run?.runId, before);
    await setSetting("epochs", 1);
    await setSetting("dataFolder", join(data, "nowhere"));
    try {
      const { end } = await runToEnd(api, trainMnist);
      assert.equal(end.outcome, "failed");
      assert.match(end.message ?? "", /nowhere/);
    } finally {
      await setSetting("dataFolder", data);
    }
  });

  test("the same seed trains the same network", async () => {
    await setSetting("seed", 42);
    try {
      const [one, two] = [await runToEnd(api, trainMnist), await runToEnd(api, trainMnist)];
      assert.equal(one.started?.seed, 42);
      assert.equal(one.evaluated?.loss, two.evaluated?.loss);
    } finally {
      await setSetting("seed", undefined);
    }
  });
});
