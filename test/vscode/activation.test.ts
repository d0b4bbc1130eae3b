import * as assert from "node:assert/strict";
import * as vscode from "vscode";

interface Manifest {
  readonly contributes?: { readonly commands?: readonly { readonly command: string }[] };
}

suite("activation", () => {
  const extension = vscode.extensions.getExtension<unknown>("train-lens.train-lens");

  test("the extension is installed and activates", async () => {
    assert.ok(extension, "train-lens.train-lens is not among the extensions");
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  test("every command of the manifest can be run", async () => {
    const declared = ((extension?.packageJSON ?? {}) as Manifest).contributes?.commands ?? [];
    assert.notEqual(declared.length, 0, "the manifest declares no commands");
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = declared.map(({ command }) => command).filter(command => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});
