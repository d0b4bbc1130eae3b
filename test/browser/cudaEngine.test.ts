import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { TFJS_GPU_PACKAGE } from "../../src/protocol/tfjsInstallation.ts";
import { installTfjs } from "../host/installTfjs.ts";
import { temporaryFolder } from "../support/temporaryFolder.ts";
import { useWorkbench } from "./useWorkbench.ts";

const MINUTE = 60_000;
const PACKAGE = join("node_modules", ...TFJS_GPU_PACKAGE.name.split("/"));
const tools = temporaryFolder();
const failure = join(tools, "fails");
const calls = join(tools, "calls");
const { folder: installed, whyNot = "" } = await installTfjs();

/** Stands in for npm, which would download half a gigabyte: puts the tfjs-node of the tests where npm puts its own. */
writeFileSync(
  join(tools, "npm"),
  `#!/bin/sh
[ "$1" = --version ] && { echo 11.0.0; exit; }
echo "$*" >> "${calls}"
for prefix; do :; done
cd "$prefix" || exit 1
[ -e "${failure}" ] && { echo "npm error network" >&2; exit 3; }
mkdir -p "${dirname(PACKAGE)}" && ln -s "${join(installed ?? "", PACKAGE)}" "${PACKAGE}"
`,
  { mode: 0o755 },
);
const settings = { "terminal.integrated.env.linux": { PATH: [tools, process.env.PATH].join(delimiter) } };

describe.skipIf(installed === undefined)(`Install CUDA Engine ${whyNot}`, () => {
  const workbench = useWorkbench({ open: "nothing", settings });
  const storage = () =>
    join(dirname(workbench().server.settingsFile), "globalStorage", "train-lens.train-lens", "tfjs");
  const dialog = () => workbench().page.locator(".monaco-dialog-box");
  const notification = (text: string) =>
    workbench().page.locator(".notification-toast").filter({ hasText: text }).first();
  const run = (title: string) => workbench().palette.run(`Train Lens: ${title} CUDA Engine (tfjs-node-gpu)`);
  const clear = () => workbench().palette.run("Notifications: Clear All Notifications");

  test("says what it needs, and does nothing when nobody wants it", async () => {
    await run("Install");
    await dialog().waitFor();
    const text = await dialog().innerText();
    for (const word of ["0.5 GB", "CUDA 11.2", "cuDNN 8.1", "x64 Linux or Windows"]) expect(text).toContain(word);
    await workbench().screenshot("install CUDA engine, question");
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await dialog().waitFor({ state: "detached" });
    expect(existsSync(storage())).toBe(false);
  });

  test("an npm that fails is told, with a way on", async () => {
    writeFileSync(failure, "");
    await run("Install");
    await dialog().getByRole("button", { name: "Install" }).click();
    await notification("npm could not install the CUDA engine: it ended with 3.").waitFor({ timeout: MINUTE });
    await workbench().screenshot("install CUDA engine, npm failed");
    rmSync(failure);
    await notification("npm could not").getByRole("button", { name: "Install Again" }).click();
  });

  test("installs in a visible terminal, and says whether TensorFlow sees a GPU", async () => {
    await dialog().getByRole("button", { name: "Install" }).click();
    await notification("The CUDA engine is installed").waitFor({ timeout: MINUTE });
    await workbench().screenshot("install CUDA engine, done");
    expect(await notification("The CUDA engine is installed").innerText()).toMatch(
      /sees no GPU and computes on the processor|computes on the GPU/,
    );
    expect(readFileSync(calls, "utf8").trim().split("\n").at(-1)).toMatch(
      new RegExp(`^install .*--ignore-scripts=false.* --prefix ${storage()}$`),
    );
    expect(await workbench().page.locator(".terminal-wrapper").count()).toBeGreaterThan(0);
    await clear();
  });

  test("asked again, a damaged one is called so", async () => {
    rmSync(join(storage(), PACKAGE));
    const { name, version } = TFJS_GPU_PACKAGE;
    const broken = join(storage(), PACKAGE, "package.json");
    mkdirSync(dirname(broken), { recursive: true });
    writeFileSync(broken, JSON.stringify({ name, version, main: "missing.js" }));
    await run("Install");
    await dialog().waitFor();
    expect(await dialog().innerText()).toContain("damaged");
    await workbench().screenshot("install CUDA engine, damaged");
    await dialog().getByRole("button", { name: "Cancel" }).click();
  });

  test("uninstalls", async () => {
    await run("Uninstall");
    await notification("The CUDA engine is uninstalled.").waitFor();
    expect(existsSync(storage())).toBe(false);
    expect(existsSync(join(installed!, PACKAGE, "package.json"))).toBe(true);
  });
});
