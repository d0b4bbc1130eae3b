import { execFileSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeIdxDataset } from "../support/idxFiles";
import { eventsOf, runCli } from "../support/runCli";
import { temporaryFolder } from "../support/temporaryFolder";

/** Every `node` on the path, the project's own first, by version. */
function installedNodes(): Map<string, string> {
  const nodes = new Map<string, string>();
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, process.platform === "win32" ? "node.exe" : "node");
    try {
      const version = execFileSync(path, ["--version"], { encoding: "utf8", stdio: "pipe" }).trim();
      if (!nodes.has(version)) nodes.set(version, path);
    } catch {
      // no node in this folder
    }
  }
  return nodes;
}

describe.each([...installedNodes()])("under Node %s", (version, node) => {
  test.skipIf(Number(/\d+/.exec(version)?.[0]) < 20).each([
    ["reference", []],
    ["wasm", ["--threads", "1"]],
    ["wasm", ["--threads", "2"]],
  ])("trains, saves and gives the same losses on %s %j", async (engine, more) => {
    const folder = temporaryFolder();
    writeIdxDataset(join(folder, "data", "MNIST", "raw"), { trainCount: 640, testCount: 100 });
    const args = ["train", "--seed", "7", "--epochs", "1", "--json", "--engine", engine, ...more];
    const [ours, theirs] = await Promise.all([
      runCli([...args, "--save", "ours.pth"], { cwd: folder }),
      runCli([...args, "--save", "theirs.pth"], { cwd: folder, node }),
    ]);
    const losses = ({ stdout }: typeof ours) =>
      eventsOf(stdout).flatMap(event => (event.type === "steps-measured" ? event.losses : []));
    expect(theirs).toMatchObject({ code: 0, stderr: "" });
    expect(losses(theirs)).toHaveLength(10);
    expect(losses(theirs)).toEqual(losses(ours));
  });
});
