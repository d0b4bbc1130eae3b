import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LastWeights } from "../../../../src/extension/runs/lastWeights";
import { temporaryFolder } from "../../../support/temporaryFolder";

function memory(stored?: unknown) {
  const values = new Map<string, unknown>([["trainLens.lastWeights", stored]]);
  return {
    get: (key: string) => values.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, JSON.parse(JSON.stringify(value)))),
  };
}

const net = { uri: "file:///a.py", className: "Net" };

test("remembers the last weights per class of a file, also in the next window", async () => {
  const folder = temporaryFolder();
  const paths = ["1.pth", "2.pth", "3.pth"].map(name => join(folder, name));
  for (const path of paths) await writeFile(path, "");
  const kept = memory();
  await new LastWeights(kept).remember(net, paths[0]!);
  await new LastWeights(kept).remember({ ...net, className: "Other" }, paths[1]!);
  await new LastWeights(kept).remember(undefined, paths[2]!);
  await new LastWeights(kept).remember(net, paths[1]!);
  expect(await new LastWeights(kept).find(net)).toBe(paths[1]);
  expect(await new LastWeights(kept).find(undefined)).toBe(paths[2]);
  expect(await new LastWeights(kept).find({ ...net, uri: "file:///b.py" })).toBeUndefined();
});

test("weights that were deleted are not offered", async () => {
  const path = join(temporaryFolder(), "1.pth");
  await writeFile(path, "");
  const weights = new LastWeights(memory());
  await weights.remember(net, path);
  await rm(path);
  expect(await weights.find(net)).toBeUndefined();
});

test.each([undefined, "text", [["only-key"]], [[1, 2]], { a: 1 }])(
  "takes %j, which another version left",
  async stored => {
    expect(await new LastWeights(memory(stored)).find(net)).toBeUndefined();
  },
);
