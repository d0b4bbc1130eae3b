import { mkdirSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeSafetensors, type WritableTensor } from "../../src/formats/weightsFile";
import type { HostToInspector, InspectorToHost } from "../../src/protocol/inspector";
import { openBrowser } from "../host/browser";
import { trainedWeights } from "../support/trainedWeights";
import { readFixture } from "../support/weightsFixtures";
import { accessibleNodes } from "./preview/accessibleNodes";
import { openInspectorPreview, type PreviewFile } from "./preview/inspectorPreview";
import { layoutProblems } from "./preview/layoutProblems";
import { SCENES } from "./preview/scenes";
import { bundlePage, type PageBundle, type Preview, type PreviewOptions } from "./preview/previewPage";

const SCREENSHOTS = "screenshots/inspector";
const PER_TEST_MS = 60_000;

let browser: Browser;
let bundle: PageBundle;

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  [browser, bundle] = await Promise.all([openBrowser(), bundlePage("inspector")]);
}, 60_000);
afterAll(() => browser.close());

/** Opens a file for one test; whatever else the test finds, nothing was complained about. */
async function withFile(
  file: PreviewFile,
  options: PreviewOptions,
  body: (preview: Preview<HostToInspector, InspectorToHost>) => Promise<void>,
): Promise<void> {
  const preview = await openInspectorPreview(browser, bundle, file, options);
  await body(preview);
  expect(preview.complaints).toEqual([]);
  await preview.close();
}

const NET = { className: "Net", modelFile: "net.py" };
const vector = (name: string, values: readonly number[]): WritableTensor => ({
  name,
  dtype: "float32",
  shape: [values.length],
  data: Float32Array.from(values),
});
const manyTensors = () =>
  writeSafetensors(
    Array.from({ length: 5000 }, (_, at) =>
      vector(`blocks.${String(at).padStart(4, "0")}.attention.query.weight`, [at, -at, 0.5]),
    ),
  );

const FILES: Readonly<Record<string, () => PreviewFile>> = {
  trained: () => ({
    fileName: "net.safetensors",
    bytes: writeSafetensors(trainedWeights()),
    fits: [NET],
  }),
  checkpoint: () => ({ fileName: "checkpoint.pth", bytes: readFixture("pth", "checkpoint_zip.pth") }),
  evaluating: () => ({ ...FILES["trained"]!(), trial: SCENES.evaluating }),
  evaluated: () => ({ ...FILES["trained"]!(), trial: SCENES.evaluated }),
  gradients: () => ({
    ...FILES["trained"]!(),
    fits: [{ ...NET, renaming: { prefix: "module.", change: "removed" } }],
    trial: SCENES.gradientsOfAll,
  }),
  fitless: () => ({ ...FILES["trained"]!(), fits: [] }),
  views: () => ({ fileName: "views.pth", bytes: readFixture("pth", "t2_views_zip.pth") }),
  dtypes: () => ({ fileName: "dtypes.pth", bytes: readFixture("pth", "t2_dtypes_zip.pth") }),
  odd: () => ({
    fileName: "<b>odd</b>.safetensors",
    bytes: writeSafetensors([
      vector("<img src=x onerror=alert(1)>", [1, NaN, Infinity]),
      vector("zeros", [0, 0, 0]),
      { name: "empty", dtype: "float32", shape: [0, 4], data: new Float32Array(0) },
      {
        name: "kernel",
        dtype: "float32",
        shape: [4, 3, 5, 5],
        data: Float32Array.from({ length: 300 }, (_, at) => Math.sin(at)),
      },
    ]),
    fits: [NET, { className: "Other", modelFile: "models/other.py" }],
  }),
  refused: () => ({ fileName: "model.pth", bytes: readFixture("bad", "exec_in_state_dict.pth") }),
  notWeights: () => ({ fileName: "paths.pth", bytes: readFixture("bad", "html_page.pth") }),
};

const LOOKS: readonly (readonly [string, string | undefined, Required<PreviewOptions>])[] = [
  ["trained", "fc1.weight", { theme: "dark", language: "en", width: 1200 }],
  ["trained", "fc2.weight", { theme: "light", language: "ko", width: 1200 }],
  ["trained", "fc1.weight", { theme: "high-contrast", language: "en", width: 900 }],
  ["trained", "fc1.weight", { theme: "light", language: "en", width: 340 }],
  ["evaluating", undefined, { theme: "dark", language: "en", width: 1200 }],
  ["evaluated", undefined, { theme: "light", language: "ko", width: 1200 }],
  ["evaluated", undefined, { theme: "high-contrast", language: "en", width: 340 }],
  ["gradients", undefined, { theme: "dark", language: "en", width: 900 }],
  ["checkpoint", undefined, { theme: "light", language: "en", width: 1200 }],
  ["fitless", undefined, { theme: "light", language: "en", width: 900 }],
  ["views", undefined, { theme: "dark", language: "ko", width: 1000 }],
  ["dtypes", undefined, { theme: "dark", language: "en", width: 1200 }],
  ["odd", "kernel", { theme: "dark", language: "en", width: 1200 }],
  ["odd", "kernel", { theme: "high-contrast", language: "ko", width: 340 }],
  ["refused", undefined, { theme: "light", language: "en", width: 900 }],
  ["notWeights", undefined, { theme: "dark", language: "ko", width: 500 }],
];

const rowOf = ({ page }: Preview<HostToInspector, InspectorToHost>, name: string) =>
  page.locator(".tensors tbody tr").filter({ has: page.getByText(name, { exact: true }) });

describe("the inspector looks right and has a name for everything", () => {
  test.each(LOOKS)(
    "%s, %s, %o",
    async (scene, chosen, options) => {
      await withFile(FILES[scene]!(), options, async preview => {
        const { page } = preview;
        if (chosen !== undefined) {
          await rowOf(preview, chosen).click();
          await page.locator(".bars").waitFor();
          await page.locator(".heat-map[aria-label]").waitFor();
        }
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width: options.width, height: Math.max(400, height) });
        const name = [scene, options.theme, options.language, options.width].join("-");
        await page.screenshot({ path: `${SCREENSHOTS}/${name}.png` });
        expect(await layoutProblems(page)).toEqual([]);
        expect((await accessibleNodes(page)).filter(node => node.name === "")).toEqual([]);
      });
    },
    PER_TEST_MS,
  );
});

describe("the inspector", { timeout: PER_TEST_MS }, () => {
  test("shows texts of a file as texts, and says what is odd about its values", async () => {
    await withFile(FILES["odd"]!(), {}, async preview => {
      expect(await preview.page.locator("img").count()).toBe(0);
      expect(await preview.page.locator("h1").innerText()).toBe("<b>odd</b>.safetensors");
      const warnings = await preview.page.locator(".notice-warning").innerText();
      expect(warnings).toContain("<img src=x onerror=alert(1)> has 1 NaN and 1 infinite values among 3.");
      expect(warnings).toContain("zeros is zero throughout.");
    });
  });

  test("draws only the tensors in sight, and goes to any of them by keyboard", async () => {
    await withFile({ fileName: "many.safetensors", bytes: manyTensors() }, {}, async ({ page }) => {
      const table = page.getByRole("grid");
      expect(await table.getAttribute("aria-rowcount")).toBe("5001");
      expect(await table.locator("tbody tr").count()).toBeLessThan(200);
      await table.focus();
      await page.keyboard.press("End");
      await page.getByRole("heading", { level: 2 }).first().filter({ hasText: "blocks.4999." }).waitFor();
      await page.locator('tr[aria-selected="true"]').filter({ hasText: "blocks.4999." }).waitFor();
      await page.keyboard.press("ArrowUp");
      await page.locator('tr[aria-selected="true"]').filter({ hasText: "blocks.4998." }).waitFor();
    });
  });

  test("filters by every word, and sorts by a click on a column", async () => {
    await withFile(FILES["trained"]!(), {}, async ({ page }) => {
      await page.getByRole("searchbox").fill("weight fc");
      const names = page.locator(".tensors tbody th code");
      await expect.poll(() => names.allInnerTexts()).toEqual(["fc1.weight", "fc2.weight", "fc3.weight"]);
      await page.getByRole("button", { name: "L2 norm" }).click();
      await expect.poll(() => names.allInnerTexts()).toEqual(["fc1.weight", "fc2.weight", "fc3.weight"]);
      await page.getByRole("button", { name: "L2 norm" }).click();
      await expect.poll(() => names.allInnerTexts()).toEqual(["fc3.weight", "fc2.weight", "fc1.weight"]);
    });
  });

  test("shows the numbers themselves, as PyTorch prints them", async () => {
    await withFile(FILES["trained"]!(), {}, async preview => {
      await rowOf(preview, "fc3.bias").click();
      await preview.page.locator(".values summary").click();
      const cells = preview.page.locator(".values-table tbody td");
      await cells.first().waitFor();
      const expected = trainedWeights().find(({ name }) => name === "fc3.bias")!.data as Float32Array;
      expect((await cells.allInnerTexts()).map(Number)).toEqual([...expected]);
    });
  });

  test("follows an evaluation, and closes it", async () => {
    await withFile(FILES["evaluating"]!(), {}, async ({ page, send, posted }) => {
      const trial = page.locator(".trial");
      await trial.getByText("Test image 4,096 of 10,000").waitFor();
      await trial.getByRole("button", { name: "Stop" }).click();
      await send(SCENES.evaluated);
      await trial.locator(".confusion").waitFor();
      expect(await trial.getByText("4 taken for 9: 31").count()).toBe(1);
      expect(await trial.locator(".wrong-picture").count()).toBe(6);
      await trial.getByRole("button", { name: "Close" }).click();
      await send({ type: "show-run", state: { phase: "idle" } });
      await trial.waitFor({ state: "hidden" });
      const clicks = (await posted()).filter(({ type }) => type.endsWith("-clicked")).map(({ type }) => type);
      expect(clicks).toEqual(["stop-clicked", "end-trial-clicked"]);
    });
  });

  test("tells each click", async () => {
    await withFile(FILES["trained"]!(), {}, async preview => {
      await rowOf(preview, "fc1.weight").click();
      for (const name of ["Evaluate on MNIST", "Gradient Norms", "Copy Snippet with Class", "Copy as JSON"]) {
        await preview.page.getByRole("button", { name, exact: true }).click();
      }
      const clicks = (await preview.posted()).filter(({ type }) => type.endsWith("-clicked"));
      expect(clicks).toEqual([
        { type: "evaluate-clicked", fit: 0 },
        { type: "gradients-clicked", fit: 0 },
        { type: "copy-snippet-clicked", fit: 0 },
        { type: "copy-json-clicked", tensor: 1 },
      ]);
    });
  });
});
