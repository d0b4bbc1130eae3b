import * as assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { Emitter } from "../../src/extension/emitter";
import { WeightsDocument } from "../../src/extension/inspector/weightsDocument";
import { findWeightsPlace } from "../../src/extension/inspector/weightsPlace";
import type { RunSource } from "../../src/extension/runFeed";
import { writeSafetensors } from "../../src/formats/safetensorsWriter";
import type { RunState } from "../../src/protocol/panel";
import type { RunEvent } from "../../src/protocol/trainer";
import type { WeightsState } from "../../src/protocol/weightsState";
import { MemoryFiles } from "./memoryFiles";

const vector = (name: string, ...values: number[]) =>
  ({ name, dtype: "float32", shape: [values.length], data: Float32Array.from(values) }) as const;

/** A window in which nothing runs. */
const NO_RUNS: RunSource = {
  snapshot: () => ({ state: { phase: "idle" } }),
  onShown: new Emitter<undefined>().on,
  onEvent: new Emitter<RunEvent>().on,
  onState: new Emitter<RunState>().on,
};

suite("weights of a virtual file system", () => {
  const files = new MemoryFiles("trainlens-memory");
  const registration = vscode.workspace.registerFileSystemProvider(files.scheme, files, { isReadonly: true });
  suiteTeardown(() => void registration.dispose());

  /** What the inspector knows of `uri` when it has read it, with the reader that is shipped. */
  async function inspected(uri: vscode.Uri): Promise<WeightsState> {
    const { extensionUri } = vscode.extensions.getExtension("train-lens.train-lens")!;
    const modulePath = vscode.Uri.joinPath(extensionUri, "dist", "weightsReader.js").fsPath;
    const nothing = () => {};
    const document = new WeightsDocument(
      uri,
      { modulePath, textsPath: undefined },
      {
        findFits: () => Promise.resolve([]),
        runs: NO_RUNS,
        stopRun: nothing,
        showLog: nothing,
        report: (_, error) => Promise.reject(new Error(String(error))),
        log: nothing,
      },
    );
    try {
      await document.read();
      const isDone = ({ refusal, measuring }: WeightsState) => refusal !== undefined || measuring === "completed";
      for (let waitedMs = 0; waitedMs < 10_000 && !isDone(document.state); waitedMs += 20) await delay(20);
      return document.state;
    } finally {
      document.dispose();
    }
  }

  test("are read and measured", async () => {
    const uri = files.add("net.safetensors", writeSafetensors([vector("fc.bias", 3, 4)]));
    const { listing, measured } = await inspected(uri);
    assert.deepEqual(
      listing?.tensors.map(({ name, shape }) => [name, shape]),
      [["fc.bias", [2]]],
    );
    assert.equal(measured[0] && "statistics" in measured[0] && measured[0].statistics.l2, 5);
  });

  test("open in the editor of their name", async () => {
    const uri = files.add("opened.safetensors", writeSafetensors([vector("fc.bias", 3, 4)]));
    await vscode.commands.executeCommand("vscode.open", uri);
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    assert.ok(input instanceof vscode.TabInputCustom && input.viewType === "trainLens.inspector");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  test("are read as a set by their index", async () => {
    files.add("a.safetensors", writeSafetensors([vector("a", 1)]));
    files.add("b.safetensors", writeSafetensors([vector("b", 2)]));
    const index = { weight_map: { a: "a.safetensors", b: "b.safetensors" } };
    const uri = files.add("set.safetensors.index.json", new TextEncoder().encode(JSON.stringify(index)));
    const { listing } = await inspected(uri);
    assert.equal(listing?.fileCount, 2);
    assert.deepEqual(
      listing.tensors.map(({ name, file }) => [name, file]),
      [
        ["a", "a.safetensors"],
        ["b", "b.safetensors"],
      ],
    );
  });

  test("are refused with the limit and a way out when they are too large to be handed out whole", async () => {
    const uri = files.add("large.safetensors", new Uint8Array(0), 300 * 1024 * 1024);
    const { message = "" } = (await inspected(uri)).refusal ?? {};
    const sentence = "The weights have 300 MB. From a virtual file system, at most 256 MB are read";
    assert.ok(message.startsWith(sentence), message);
    assert.match(message, /Copy them to a folder on disk/);
  });

  test("are refused as a set by the size of all its files", async () => {
    const halves = ["a", "b"].map(name => [name, writeSafetensors([vector(name, 1, 2, 3)])] as const);
    for (const [name, bytes] of halves) files.add(`${name}.safetensors`, bytes);
    const index = { weight_map: { a: "a.safetensors", b: "b.safetensors" } };
    const uri = files.add("limited.safetensors.index.json", new TextEncoder().encode(JSON.stringify(index)));
    const limit = halves[0]![1].byteLength + 1;
    await assert.rejects(findWeightsPlace(uri, limit), /at most 1 MB are read/);
    await findWeightsPlace(uri, 2 * limit);
  });
});
