import * as assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { writeSafetensors } from "../../src/formats/safetensorsWriter";
import { writeTorchStateDict } from "../../src/formats/torchWriter";
import { activateTrainLens } from "./trainLens";

const TENSORS = [{ name: "fc.bias", dtype: "float32", shape: [10], data: new Float32Array(10).fill(0.5) }] as const;

/** Resolves to the view type of the custom editor that shows `uri`; rejects after ten seconds. */
async function editorOf(uri: vscode.Uri): Promise<string> {
  for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 50) {
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    if (input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString()) return input.viewType;
    await delay(50);
  }
  throw new Error(`no custom editor shows ${uri.path}`);
}

suite("the inspector", () => {
  const [folder] = vscode.workspace.workspaceFolders!;
  const written: vscode.Uri[] = [];

  async function write(name: string, bytes: Uint8Array): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(folder!.uri, name);
    await vscode.workspace.fs.writeFile(uri, bytes);
    written.push(uri);
    return uri;
  }

  suiteSetup(activateTrainLens);
  teardown(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    for (const uri of written.splice(0)) await vscode.workspace.fs.delete(uri);
  });

  test("is the editor of .safetensors", async () => {
    const uri = await write("inspected.safetensors", writeSafetensors(TENSORS));
    await vscode.commands.executeCommand("vscode.open", uri);
    assert.equal(await editorOf(uri), "trainLens.inspector");
  });

  test("shows .pth when asked to", async () => {
    const uri = await write("inspected.pth", writeTorchStateDict(TENSORS));
    await vscode.commands.executeCommand("trainLens.inspectWeights", uri);
    assert.match(await editorOf(uri), /^trainLens\.inspector/);
  });

  test("opens a file that is refused, to say why", async () => {
    const uri = await write("refused.safetensors", new TextEncoder().encode("not weights at all"));
    await vscode.commands.executeCommand("vscode.open", uri);
    assert.equal(await editorOf(uri), "trainLens.inspector");
  });
});
