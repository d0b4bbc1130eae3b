import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeSafetensors } from "../../src/formats/weightsFile";
import { trainedWeights } from "../support/trainedWeights.ts";
import { useWorkbench } from "./useWorkbench.ts";

describe("saved weights", () => {
  const workbench = useWorkbench();
  const rows = () => workbench().webview().locator(".tensors tbody tr:not([aria-hidden])");

  test("a .safetensors file opens as a table of its tensors, with their statistics", async () => {
    writeFileSync(join(workbench().folder, "net.safetensors"), writeSafetensors(trainedWeights()));
    await workbench().openFile("net.safetensors");
    await rows().filter({ hasText: "fc3.bias" }).waitFor();
    await expect.poll(() => rows().filter({ hasText: "fc1.weight" }).innerText()).toMatch(/100,352/);
    await workbench().screenshot("inspector safetensors");
    expect(workbench().problems).toEqual([]);
  });
});
