// Runs the suite of test/vscode in desktop VS Code: `npm run test:desktop [-- PATH]`. PATH or VSCODE_PATH names an
// installed VS Code's executable; without it a copy is downloaded into .vscode-test.
import { runTests } from "@vscode/test-electron";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { CACHE, PROJECT } from "./paths.ts";
import { createSuiteWorkspace } from "./testWorkspace.ts";

const vscodePath = process.argv[2] ?? process.env.VSCODE_PATH;
const { folder, file: workspace } = createSuiteWorkspace();
try {
  process.exitCode = await runTests({
    ...(vscodePath ? { vscodeExecutablePath: vscodePath } : { cachePath: CACHE }),
    extensionDevelopmentPath: PROJECT,
    extensionTestsPath: join(PROJECT, "dist", "test", "vscode", "index.js"),
    launchArgs: [workspace, "--disable-extensions"],
  });
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`Desktop VS Code did not pass: ${reason}`);
  if (!vscodePath) {
    console.error(
      "Where it cannot be downloaded, name an installed one: VSCODE_PATH=/path/to/code npm run test:desktop.",
    );
  }
  if (process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    console.error("This machine has no screen; a virtual one does: xvfb-run -a npm run test:desktop");
  }
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
