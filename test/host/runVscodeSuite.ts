import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { openBrowser } from "./browser.ts";
import { PROJECT } from "./paths.ts";
import { startServer, type ServerHost } from "./serverHost.ts";
import { FAILURE_MARK, parseSummaryLine, SUITE_PREFIX, type SuiteResult, type TestCounts } from "./suiteSummary.ts";
import { createSuiteWorkspace } from "./testWorkspace.ts";

const TIMEOUT_MS = 5 * 60_000;

/**
 * Runs the suite bundled into `dist/test/vscode` of `extension` inside a real extension host and prints its lines.
 * Rejects when the suite gives no counts within five minutes, with what VS Code printed meanwhile.
 */
export async function runVscodeSuite(extension = PROJECT): Promise<SuiteResult> {
  const server = await startServer({ withTests: true });
  const { folder, file: workspace } = createSuiteWorkspace();
  try {
    const browser = await openBrowser();
    try {
      return await runInPage(await browser.newPage(), server, { workspace, extension });
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runInPage(
  page: Page,
  server: ServerHost,
  { workspace, extension }: { workspace: string; extension: string },
): Promise<SuiteResult> {
  let counts: TestCounts | undefined;
  const failures: string[] = [];
  const otherLines: string[] = [];
  await page.exposeFunction("codeAutomationLog", (_type: string, args: readonly unknown[]) => {
    const line = args.map(String).join(" ");
    if (!line.startsWith(SUITE_PREFIX)) return otherLines.push(line);
    counts ??= parseSummaryLine(line);
    const said = line.slice(SUITE_PREFIX.length);
    if (said.startsWith(FAILURE_MARK)) failures.push(said.slice(FAILURE_MARK.length).split("\n", 2).join(": "));
    console.log(said);
  });
  const ended = new Promise<string>(resolve => {
    void page.exposeFunction("codeAutomationExit", (code: number) => resolve(`the window ended with ${code}`));
    page.on("crash", () => resolve("the browser page crashed"));
  });
  const suite = { extension, module: join(extension, "dist", "test", "vscode", "index.js") };
  await page.goto(server.urlOf({ workspace, suite }));
  const reason = await Promise.race([
    ended,
    server.exited.then(code => `the server ended with ${code}`),
    delay(TIMEOUT_MS, `nothing more within ${TIMEOUT_MS / 1000} s`, { ref: false }),
  ]);
  if (!counts) throw new Error(`The suite gave no counts: ${reason}.\n${otherLines.slice(-40).join("\n")}`);
  return { ...counts, failures };
}

if (import.meta.main) {
  const { failed } = await runVscodeSuite();
  process.exitCode = failed > 0 ? 1 : 0;
}
