import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { InstallationFolder } from "../../../../src/extension/cudaEngine/installationFolder";
import { temporaryFolder } from "../../../support/temporaryFolder";

const path = join(temporaryFolder(), "a folder", "tfjs");
const folder = new InstallationFolder(path);
const fill = (...names: string[]) => {
  const file = join(folder.packageFolder, ...names);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, names.at(-1)!);
};

test("npm finds an empty folder that wants the one version, whose scripts may run", async () => {
  fill("package.json");
  expect(await folder.isFilled()).toBe(true);
  await folder.prepare();
  expect(await folder.isFilled()).toBe(false);
  expect(JSON.parse(readFileSync(join(path, "package.json"), "utf8"))).toEqual({
    private: true,
    dependencies: { "@tensorflow/tfjs-node-gpu": "4.22.0" },
    allowScripts: { "@tensorflow/tfjs-node-gpu": true },
  });
});

test("the library of Windows lies beside its addon in the end", async () => {
  fill("lib", "napi-v8", "tfjs_binding.node");
  await folder.finish();
  fill("deps", "lib", "tensorflow.dll");
  await folder.finish();
  expect(existsSync(join(folder.packageFolder, "lib", "napi-v8", "tensorflow.dll"))).toBe(true);
});

test("nothing is left when it is removed, and nothing happens when there is nothing", async () => {
  await folder.remove();
  expect(existsSync(path)).toBe(false);
  await folder.remove();
});
