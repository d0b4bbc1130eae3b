import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeSafetensors } from "../../src/formats/safetensorsWriter.ts";
import { writeIdxDataset } from "../support/idxFiles.ts";
import { COLOR_THEMES, type ColorTheme } from "./colorThemes.ts";
import { useWorkbench } from "./useWorkbench.ts";
import type { Workbench } from "./workbench.ts";

const SECOND = 1000;
const lens = (workbench: Workbench, text: string | RegExp) =>
  workbench.page.locator(".codelens-decoration").filter({ hasText: text }).first();

/** Puts the cursor before `code` in the file `name`, which is in front. */
async function goTo(workbench: Workbench, name: string, code: string): Promise<void> {
  const before = readFileSync(join(workbench.folder, name), "utf8").split(code)[0]!.split("\n");
  await workbench.page.keyboard.press("F1");
  const place = `:${before.length}:${before.at(-1)!.length + 1}`;
  await workbench.page.locator(".quick-input-widget input[type=text]").fill(place);
  await workbench.page.keyboard.press("Enter");
}

describe("editing a model", () => {
  const workbench = useWorkbench({ settings: { "trainLens.epochs": 2, "trainLens.seed": 42 } });

  test("a width that no longer fits is told, and fixed by a click", async () => {
    const { page } = workbench();
    writeIdxDataset(join(workbench().folder, "data", "MNIST", "raw"), { trainCount: 2000, testCount: 500 });
    await workbench().openFile("net.py");
    await lens(workbench(), "109,386 parameters").waitFor();
    await goTo(workbench(), "net.py", "128)");
    for (let count = 0; count < 3; count++) await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.type("100");
    await page.locator(".squiggly-error").first().waitFor();
    await page.keyboard.press("F8");
    await page.getByText("fc2 expects 128 features, fc1 gives 100.").first().waitFor();
    await workbench().screenshot("editing misfit");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+.");
    await page.getByText("Let fc2 take 100").first().waitFor();
    await workbench().screenshot("editing fix");
    await page.keyboard.press("Enter");
    await page.locator(".squiggly-error").first().waitFor({ state: "detached" });
    await page.getByText("nn.Linear(100, 64)").first().waitFor();
    await lens(workbench(), "85,614 parameters").waitFor();
  });

  test("what is trained is what is written: the curve and the new size", async () => {
    await workbench().clickLens("Train");
    await panelSays(workbench(), "Training complete");
    await workbench().webview().locator("canvas").first().waitFor();
    expect(await workbench().webview().getByText("85,614").count()).toBeGreaterThan(0);
    await lens(workbench(), /last: [\d.]+ % in [\d.]+ s/).waitFor();
  });

  test("gradients stand at the lines of their layers until one edits", async () => {
    const { page } = workbench();
    await workbench().clickLens("Gradient norms");
    await expect.poll(() => gradientNotes(workbench()), { timeout: 60 * SECOND }).toBe(3);
    await page.setViewportSize({ width: 2000, height: 800 });
    for (const theme of Object.keys(COLOR_THEMES) as ColorTheme[]) {
      await workbench().setTheme(theme);
      await workbench().screenshot(`editing gradients ${theme}`);
    }
    await page.locator(".view-line").first().click();
    await page.keyboard.press("End");
    await page.keyboard.type(" ");
    await expect.poll(() => gradientNotes(workbench())).toBe(0);
  });

  test("shapes stand behind the layers, and a layer is explained where the pointer rests", async () => {
    const { page } = workbench();
    workbench().setSettings({ "trainLens.shapeHints": true });
    await page.getByText("→ [N, 64]").first().waitFor();
    await page.locator(".view-line span span").filter({ hasText: "Linear" }).first().hover();
    await page.getByText("A fully connected layer").first().waitFor();
    await workbench().screenshot("editing hover and shapes");
    expect(workbench().problems).toEqual([]);
  });
});

describe("weights and a class", () => {
  const workbench = useWorkbench();

  test("are held against each other, in PyTorch's words at the lines they are about", async () => {
    const { page, folder } = workbench();
    writeIdxDataset(join(folder, "data", "MNIST", "raw"), { trainCount: 200, testCount: 500 });
    writeWeights(join(folder, "narrow.safetensors"), "", 100);
    writeWeights(join(folder, "parallel.safetensors"), "module.", 128);
    await workbench().openFile("net.py");
    await workbench().clickLens("Check weights");
    await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: "narrow.safetensors" }).click();
    await page.getByText("narrow.safetensors does not fit Net: 3 of another shape.").first().waitFor();
    await page.locator(".squiggly-warning").first().waitFor();
    await workbench().screenshot("weights do not fit");
    await workbench().clickLens("Check weights");
    await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: "parallel.safetensors" }).click();
    await page.getByText("Without it, they fit Net.").first().waitFor();
    await page.locator(".squiggly-warning").first().waitFor({ state: "detached" });
  });

  test("of several that fit, Evaluate asks for the ones that are meant", async () => {
    const { page, folder } = workbench();
    writeWeights(join(folder, "sevens.safetensors"), "", 128, 7);
    writeWeights(join(folder, "threes.safetensors"), "", 128, 3);
    await workbench().openFile("net.py");
    await workbench().clickLens("Evaluate");
    const choices = page.locator(".quick-input-list .monaco-list-row");
    await choices.filter({ hasText: "sevens.safetensors" }).waitFor();
    expect(await choices.count()).toBe(2);
    await choices.filter({ hasText: "threes.safetensors" }).click();
    await panelSays(workbench(), "Evaluation complete");
    const cells = await workbench().webview().locator(".confusion tbody td.cell").allInnerTexts();
    const taken = cells.flatMap((count, at) => (count === "0" || count === "" ? [] : [at % 10]));
    expect([...new Set(taken)]).toEqual([3]);
  });

  test("whose constructor needs values are asked for them", async () => {
    const { page, folder } = workbench();
    const source = readFileSync(join(folder, "net.py"), "utf8");
    writeFileSync(join(folder, "wide.py"), source.replace("self):", "self, width):").replaceAll("128", "width"));
    await workbench().openFile("wide.py");
    await workbench().clickLens("Check weights…");
    const input = page.locator(".quick-input-widget input[type=text]");
    await page.getByText("The value of `width`", { exact: false }).first().waitFor();
    await input.fill("100");
    await page.keyboard.press("Enter");
    await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: "narrow.safetensors" }).click();
    await page.getByText("narrow.safetensors fits Net: all 6 tensors match.").first().waitFor();
    expect(workbench().problems).toEqual([]);
  });
});

describe("a model of TensorFlow.js", () => {
  const files = {
    "digits.ts": readFileSync("examples/net.ts", "utf8"),
    "linear.js":
      "const tf = require('@tensorflow/tfjs');\nconst model = tf.sequential();\n" +
      "model.add(tf.layers.dense({ units: 10, inputShape: [784] }));\n",
  };
  const workbench = useWorkbench({ files, settings: { "trainLens.epochs": 1, "trainLens.seed": 42 } });

  test("has its lenses in TypeScript, and trains as it is written", async () => {
    writeIdxDataset(join(workbench().folder, "data", "MNIST", "raw"), { trainCount: 2000, testCount: 500 });
    await workbench().openFile("digits.ts");
    await lens(workbench(), "109,386 parameters").waitFor();
    await workbench().screenshot("tfjs lenses");
    await workbench().clickLens("Train");
    await panelSays(workbench(), "Training complete");
    expect(await workbench().webview().getByText("fc2.weight").count()).toBeGreaterThan(0);
    await lens(workbench(), /last: [\d.]+ % in [\d.]+ s/).waitFor();
  });

  test("has them in JavaScript, where its layers are added one by one", async () => {
    await workbench().openFile("linear.js");
    await lens(workbench(), "7,850 parameters").waitFor();
    expect(workbench().problems).toEqual([]);
  });
});

/** Resolves when the panel says how the run ended. */
async function panelSays(workbench: Workbench, text: string): Promise<void> {
  const state = workbench.webview().locator(".state").filter({ hasText: text });
  await state.waitFor({ timeout: 120 * SECOND });
}

/** Weights of the tutorial's Net, with names that begin with `prefix`; all images are taken for `favourite`. */
function writeWeights(path: string, prefix: string, width: number, favourite = 0): void {
  const shapes = { "fc1.weight": [width, 784], "fc1.bias": [width], "fc2.weight": [64, width], "fc2.bias": [64] };
  const all = { ...shapes, "fc3.weight": [10, 64], "fc3.bias": [10] };
  const tensors = Object.entries(all).map(([name, shape]) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const data = Float32Array.from({ length: count }, (_, at) => (name === "fc3.bias" && at === favourite ? 1 : 0));
    return { name: prefix + name, dtype: "float32" as const, shape, data };
  });
  writeFileSync(path, writeSafetensors(tensors));
}

/** How many lines have gradients behind them; decorations are drawn by styles, not by text. */
function gradientNotes(workbench: Workbench): Promise<number> {
  return workbench.page.evaluate(
    () =>
      [...document.querySelectorAll(".view-line span")].filter(span =>
        getComputedStyle(span, "::after").content.includes("∇"),
      ).length,
  );
}
