import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { probeInstallation } from "../../../src/extension/cudaEngine/probeInstallation";
import { TFJS_GPU_PACKAGE } from "../../../src/protocol/tfjsInstallation";
import { installTfjs } from "../../host/installTfjs";
import { temporaryFolder } from "../../support/temporaryFolder";

const t = (message: string, ...values: (string | number)[]) =>
  message.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));
const program = {
  modulePath: join(import.meta.dirname, "../../../dist/tfjsProbe.js"),
  execPath: process.execPath,
  env: process.env,
  log: () => undefined,
};
const probe = (folder: string, signal = new AbortController().signal) => probeInstallation(program, folder, signal, t);
const packageWith = (code: string) => {
  const folder = join(temporaryFolder(), "package");
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ main: "main.js" }));
  writeFileSync(join(folder, "main.js"), code);
  return folder;
};
const { folder: installed, whyNot = "" } = await installTfjs();

test.skipIf(installed === undefined)(`a real tfjs-node says where it computes ${whyNot}`, async () => {
  expect(await probe(join(installed!, "node_modules", ...TFJS_GPU_PACKAGE.name.split("/")))).toEqual({
    works: true,
    isUsingGpu: expect.any(Boolean) as boolean,
    tensorflowVersion: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
  });
});

test("what throws, what is not there and what is no tfjs are damaged, each with its reason", async () => {
  expect(await probe(packageWith('throw new Error("libtensorflow.so.2: no such file\\nstack")'))).toEqual({
    works: false,
    reason: "libtensorflow.so.2: no such file",
  });
  expect(await probe(join(temporaryFolder(), "nothing"))).toMatchObject({ works: false });
  expect(await probe(packageWith(""))).toMatchObject({ works: false });
});

test("a crash hurts nobody and is told", async () => {
  expect(await probe(packageWith("process.abort()"))).toEqual({
    works: false,
    reason: "its process ended with SIGABRT",
  });
});

test("a hang can be ended", async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 500);
  expect(await probe(packageWith("while (true);"), abort.signal)).toMatchObject({ works: false });
});
