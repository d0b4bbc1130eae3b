import * as assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { lensTitles, setSetting } from "./trainLens";

const LENSES = ["Train", "Evaluate", "Gradient norms", "Check weights"];
const titlesAt = (line: number, size = "7,850 parameters") => [...LENSES, size].map(title => `${line}: ${title}`);
const MODEL = `import torch.nn as nn

class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(784, 10)

    def forward(self, x):
        return self.fc(x.view(-1, 784))
`;

suite("lenses", () => {
  const [folder] = vscode.workspace.workspaceFolders!;
  const netFile = vscode.Uri.joinPath(folder!.uri, "net.py");

  test("stand above the class of the tutorial's file", async () => {
    const document = await vscode.workspace.openTextDocument(netFile);
    const line = document.getText().split("\n").indexOf("class Net(nn.Module):") + 1;
    assert.deepEqual(await lensTitles(netFile), titlesAt(line, "109,386 parameters"));
  });

  test("stand in a file that was never saved", async () => {
    const { uri } = await vscode.workspace.openTextDocument({ language: "python", content: MODEL });
    assert.equal(uri.scheme, "untitled");
    assert.deepEqual(await lensTitles(uri), titlesAt(3));
  });

  test("say where a class cannot be read, instead of guessing", async () => {
    const content = MODEL.replace("nn.Linear(784, 10)", "make_layer(784)");
    const { uri } = await vscode.workspace.openTextDocument({ language: "python", content });
    assert.deepEqual(await lensTitles(uri), ["3: Train (cannot read line 6)"]);
  });

  test("stay while somebody types inside the class, and follow when the typing is over", async () => {
    const document = await vscode.workspace.openTextDocument({ language: "python", content: MODEL });
    assert.deepEqual(await lensTitles(document.uri), titlesAt(3));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(5, 0, 6, 0), "        self.fc = nn.Linear(784,\n");
    edit.insert(document.uri, new vscode.Position(0, 0), "\n");
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await lensTitles(document.uri), titlesAt(4));
    await delay(2000);
    const titles = await lensTitles(document.uri);
    assert.equal(titles.length, 1);
    assert.match(titles[0]!, /^4: Train \(cannot read line \d+\)$/);
  });

  test("can be switched off one by one, for each folder", async () => {
    await setSetting("lenses.evaluate", false, folder);
    await setSetting("lenses.train", false);
    try {
      const titles = (await lensTitles(netFile)).map(title => title.replace(/^\d+: /, ""));
      assert.deepEqual(titles, ["Gradient norms", "Check weights", "109,386 parameters"]);
    } finally {
      await setSetting("lenses.evaluate", undefined, folder);
      await setSetting("lenses.train", undefined);
    }
    assert.equal((await lensTitles(netFile)).length, 5);
  });

  test("are not in files of other languages", async () => {
    const { uri } = await vscode.workspace.openTextDocument({ language: "plaintext", content: MODEL });
    assert.deepEqual(await lensTitles(uri), []);
  });
});
