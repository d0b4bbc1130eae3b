import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { askNode, findRealNode, type NodeFacts } from "../../../../src/extension/runs/realNode";
import { temporaryFolder } from "../../../support/temporaryFolder";

const NODE_22: NodeFacts = { version: "22.1.0", arch: "x64", isElectron: false };

/** A desktop with programs of which `facts` says what they are; those in `onPath` lie in the folders of PATH, in order. */
async function find(nodePath: string, onPath: readonly NodeFacts[], facts: Readonly<Record<string, NodeFacts>> = {}) {
  const folders = onPath.map(() => temporaryFolder());
  const nodes = folders.map(folder => join(folder, "node"));
  for (const node of nodes) {
    writeFileSync(node, "");
    chmodSync(node, 0o755);
  }
  const known = new Map([...Object.entries(facts), ...nodes.map((node, k) => [node, onPath[k]!] as const)]);
  const logged: string[] = [];
  const found = await findRealNode({
    nodePath,
    env: { Path: [".", "relative/bin", temporaryFolder(), ...folders].join(":") },
    platform: "linux",
    arch: "x64",
    ask: path => {
      const own = known.get(path);
      return own ? Promise.resolve(own) : Promise.reject(new Error(`spawn ${path} ENOENT`));
    },
    log: line => logged.push(line),
  });
  return { found, nodes, logged };
}

test("the Node that was set comes first", async () => {
  const { found, logged } = await find("/opt/node", [NODE_22], { "/opt/node": NODE_22 });
  expect(found).toBe("/opt/node");
  expect(logged).toEqual([]);
});

test("without a setting the Node on PATH runs", async () => {
  const { found, nodes } = await find("", [NODE_22]);
  expect(found).toBe(nodes[0]);
});

test.each([
  ["too old", { ...NODE_22, version: "18.20.4" }, /older than 20/],
  ["of another architecture", { ...NODE_22, arch: "arm64" }, /built for arm64, not for x64/],
  ["Electron", { ...NODE_22, isElectron: true }, /Electron/],
])("one that is %s is passed over, and the log says why", async (_what, facts, reason) => {
  const { found, nodes, logged } = await find("/opt/node", [NODE_22], { "/opt/node": facts });
  expect(found).toBe(nodes[0]);
  expect(logged).toEqual([expect.stringMatching(reason)]);
});

test("one that is not there, or not named in full, is passed over", async () => {
  expect((await find("/opt/none", [])).logged).toEqual([expect.stringContaining("ENOENT")]);
  expect((await find("node", [])).logged).toEqual([expect.stringContaining("not an absolute path")]);
});

test("nothing is found where nothing is, and not in the working folder", async () => {
  expect((await find("", [])).found).toBeUndefined();
});

test("a real Node says what it is", async () => {
  const facts = await askNode(process.execPath, { ...process.env, ELECTRON_RUN_AS_NODE: "1" });
  expect(facts).toEqual({ version: process.versions.node, arch: process.arch, isElectron: false });
});

test("a program that is no Node is told from one", async () => {
  await expect(askNode("/bin/echo", {})).rejects.toThrow();
});
