import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeSafetensors, writeTorchStateDict } from "../../src/formats/weightsFile";
import { goldenPath } from "../support/golden.ts";
import { writeIdxDataset } from "../support/idxFiles.ts";
import { trainedWeights } from "../support/trainedWeights.ts";
import { fixturePath } from "../support/weightsFixtures.ts";
import { COLOR_THEMES, type ColorTheme } from "./colorThemes.ts";
import { useWorkbench } from "./useWorkbench.ts";

describe("saved weights, in Restricted Mode", () => {
  const workbench = useWorkbench({ withRestrictedMode: true });
  const page = () => workbench().webview();
  const rows = () => page().locator(".tensors tbody tr:not([aria-hidden])");
  const put = (name: string, bytes: Uint8Array) => writeFileSync(join(workbench().folder, name), bytes);

  test("a .safetensors file opens as a table of its tensors, with their statistics and the class they fit", async () => {
    put("net.safetensors", writeSafetensors(trainedWeights()));
    await workbench().openWeights("net.safetensors");
    await rows().filter({ hasText: "fc3.bias" }).waitFor();
    await expect.poll(() => rows().filter({ hasText: "fc1.weight" }).innerText()).toMatch(/100,352.*18\.72/s);
    await page().getByText("These weights fit Net in net.py.").waitFor();
    await rows().filter({ hasText: "fc1.weight" }).click();
    await page().locator(".digit").nth(63).waitFor();
  });

  test.each(Object.keys(COLOR_THEMES) as ColorTheme[])("look at home in %s", async theme => {
    await workbench().setTheme(theme);
    await page().locator("body").waitFor();
    await workbench().screenshot(`inspector ${theme}`);
  });

  test("are copied as JSON, and as the PyTorch that loads them", async () => {
    const { page: window } = workbench();
    await window.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const copied = () => window.evaluate(() => navigator.clipboard.readText());
    await rows().filter({ hasText: "fc3.bias" }).click();
    await page().getByRole("heading", { name: "fc3.bias" }).waitFor();
    await page().getByRole("button", { name: "Copy as JSON" }).click();
    await expect.poll(copied).toContain('"name":"fc3.bias"');
    const json = JSON.parse(await copied()) as { dtype: string; values: number[] };
    const expected = trainedWeights().find(({ name }) => name === "fc3.bias")!.data as Float32Array;
    expect(json).toMatchObject({ dtype: "float32", shape: [10], values: [...expected] });
    await page().getByRole("button", { name: "Copy PyTorch Snippet" }).click();
    await expect.poll(copied).toContain('state_dict = load_file("net.safetensors")');
    await page().getByRole("button", { name: "Copy Snippet with Class" }).click();
    await expect.poll(copied).toContain("from net import Net\n");
    expect(await copied()).toContain("model.load_state_dict(state_dict)");
  });

  test("a file that changes on disk is read again", async () => {
    put("net.safetensors", writeSafetensors(trainedWeights().slice(0, 2)));
    await expect.poll(() => rows().count(), { timeout: 20_000 }).toBe(2);
    put("net.safetensors", writeSafetensors(trainedWeights()));
    await expect.poll(() => rows().count(), { timeout: 20_000 }).toBe(6);
  });

  test("are compared with another file, the largest change first", async () => {
    const moved = trainedWeights().map(tensor =>
      tensor.name === "fc3.bias" ? { ...tensor, data: new Float32Array(10) } : tensor,
    );
    put("other.pth", writeTorchStateDict(moved));
    await page().getByRole("button", { name: "Compare…" }).click();
    await workbench().page.locator(".quick-input-list").getByText("other.pth").first().click();
    const first = page().locator(".comparison tbody tr:not([aria-hidden])").first();
    await first.waitFor();
    expect(await first.innerText()).toMatch(/fc3\.bias.*changed/s);
    await page().getByText("1 of 6 tensors differ").waitFor();
    await workbench().screenshot("inspector comparison");
  });

  test("are evaluated with the class they fit, on the trainer, also where nothing is trusted", async () => {
    writeIdxDataset(join(workbench().folder, "data", "MNIST", "raw"), { trainCount: 640, testCount: 200 });
    await page().getByRole("button", { name: "Evaluate on MNIST" }).click();
    const trial = page().locator(".trial");
    await trial.getByText("Evaluation complete").waitFor({ timeout: 60_000 });
    expect(await trial.locator(".confusion tbody tr").count()).toBe(10);
    expect(await trial.locator(".key-figures").innerText()).toMatch(/Correct\s+\d+ \/ 200/);
    await trial.locator(".mistakes .wrong-picture").first().waitFor();
    await workbench().screenshot("inspector evaluated");
  });

  test("give the gradient norms of every parameter of their class, over all training batches", async () => {
    await page().getByRole("button", { name: "Gradient Norms", exact: true }).click();
    const trial = page().locator(".trial");
    await trial.getByText("Gradient norms measured").waitFor({ timeout: 60_000 });
    await trial.getByText("Mean gradient norms of 10 batches").waitFor();
    const cells = trial.locator(".norms tbody tr").filter({ hasText: "fc1.weight" }).locator(".number");
    expect(Number(await cells.first().innerText())).toBeGreaterThan(0);
    expect(await trial.locator(".norms tbody tr").count()).toBe(6);
    await workbench().screenshot("inspector gradient norms");
    await trial.getByRole("button", { name: "Close" }).click();
    await trial.waitFor({ state: "hidden" });
    await workbench().palette.run("View: Close All Editors");
  });

  test("whose names begin with the prefix of a wrapper fit the class without it", async () => {
    put(
      "wrapped.safetensors",
      writeSafetensors(trainedWeights().map(each => ({ ...each, name: `module.${each.name}` }))),
    );
    await workbench().openWeights("wrapped.safetensors");
    await page().getByText("These weights fit Net in net.py.").waitFor();
    await page().getByText("The names in the file begin with module., which those of the class lack.").waitFor();
    await page().getByRole("button", { name: "Evaluate on MNIST" }).click();
    await page().locator(".trial").getByText("Evaluation complete").waitFor({ timeout: 60_000 });
    await workbench().screenshot("inspector prefix");
    await workbench().palette.run("View: Close All Editors");
  });

  test("of a sharded set are opened from one of its files, as a whole", async () => {
    const tensors = trainedWeights();
    const shards = [tensors.slice(0, 2), tensors.slice(2)];
    const nameOf = (at: number) => `big-0000${at + 1}-of-00002.safetensors`;
    shards.forEach((shard, at) => put(nameOf(at), writeSafetensors(shard)));
    const files = shards.flatMap((shard, at) => shard.map(({ name }) => [name, nameOf(at)] as const));
    put("big.safetensors.index.json", Buffer.from(JSON.stringify({ weight_map: Object.fromEntries(files) })));
    await workbench().openWeights(nameOf(1));
    await expect.poll(() => rows().count(), { timeout: 20_000 }).toBe(4);
    await page().getByRole("button", { name: "Open the Whole Set" }).waitFor();
    await workbench().screenshot("inspector shard");
    await page().getByRole("button", { name: "Open the Whole Set" }).click();
    await workbench().page.getByRole("tab", { name: "big.safetensors.index.json" }).waitFor();
    await page().getByText("a set of 2 files").waitFor();
    await expect.poll(() => rows().count(), { timeout: 20_000 }).toBe(6);
    await page().getByRole("button", { name: "Evaluate on MNIST" }).click();
    await page().locator(".trial").getByText("Evaluation complete").waitFor({ timeout: 60_000 });
    await rows().filter({ hasText: "fc1.weight" }).click();
    await page().getByText("in big-00001-of-00002.safetensors").waitFor();
    await workbench().screenshot("inspector set");
    await workbench().palette.run("View: Close All Editors");
  });

  test("a .pth file is offered by Inspect Saved Weights", async () => {
    cpSync(goldenPath("seed42_final.pth"), join(workbench().folder, "trained.pth"));
    await workbench().palette.run("Train Lens: Inspect Saved Weights");
    await workbench().page.locator(".quick-input-list").getByText("trained.pth").first().click();
    await expect.poll(() => rows().count(), { timeout: 20_000 }).toBe(6);
    await page().getByText("PyTorch (zip format)").waitFor();
    await workbench().palette.run("View: Close All Editors");
  });

  test("a file that would run a program is refused in words, and runs nothing", async () => {
    cpSync(fixturePath("bad", "exec_in_state_dict.pth"), join(workbench().folder, "bad.pth"));
    await workbench().palette.run("Train Lens: Inspect Saved Weights");
    await workbench().page.locator(".quick-input-list").getByText("bad.pth").first().click();
    await page().getByText("This file must not be loaded").waitFor();
    await page().getByText("os.system").first().waitFor();
    await workbench().screenshot("inspector refused");
    expect(workbench().problems).toEqual([]);
  });
});
