import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ENGINE_FACTORIES } from "../../../../src/trainer/engines/factories";

const KINDS = ENGINE_FACTORIES.map(({ kind }) => kind).filter(kind => kind !== "reference");

test.each(KINDS)("the %s engine is held to the reference in a file of its own", kind => {
  const folders = [__dirname, join(__dirname, "../../../process/engines")];
  const files = folders.map(folder => join(folder, kind, "sameNumbers.test.ts"));
  expect(files.filter(file => existsSync(file))).toHaveLength(1);
});

test("an engine besides the reference can be used here", async () => {
  const wasm = ENGINE_FACTORIES.find(({ kind }) => kind === "wasm")!;
  expect(await wasm.whyUnavailable()).toBeUndefined();
});
