import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { openBrowser } from "../host/browser.ts";
import { PROJECT } from "../host/paths.ts";
import { startServer, type ServerHost, type ServerOptions } from "../host/serverHost.ts";
import { createTestWorkspace } from "../host/testWorkspace.ts";
import { COLOR_THEMES, type ColorTheme } from "./colorThemes.ts";
import { CommandPalette } from "./commandPalette.ts";
import { collectPageProblems } from "./pageProblems.ts";

const READY_TIMEOUT_MS = 60_000;
/** A slow machine takes two or three seconds for the frame of an editor. */
const FRAME_MS = 20_000;

export interface WorkbenchOptions extends Pick<ServerOptions, "withRestrictedMode" | "language"> {
  /** Files to add to the copy of `test/workspace`: path to content. */
  readonly files?: Readonly<Record<string, string>>;
  /** What of the workspace to open: its folder, a `.code-workspace` file in it, or nothing. */
  readonly open?: "folder" | "nothing" | `${string}.code-workspace`;
  /** The user's settings beside those that keep VS Code quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly theme?: ColorTheme;
  /** In CSS pixels; 1280 x 800 without it, `page.setViewportSize` changes it. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The extension's folder; this project without it. */
  readonly extension?: string;
}

/** Real VS Code in Chromium, with a server, user data and workspace folder of its own, driven as a person would. */
export class Workbench {
  readonly page: Page;
  readonly server: ServerHost;
  readonly palette: CommandPalette;
  /** The workspace folder on disk. */
  readonly folder: string;
  /** What went wrong in our webviews and in our extension so far. */
  readonly problems: readonly string[];
  readonly #browser: Browser;

  private constructor(server: ServerHost, browser: Browser, page: Page, folder: string, problems: readonly string[]) {
    this.server = server;
    this.#browser = browser;
    this.page = page;
    this.folder = folder;
    this.problems = problems;
    this.palette = new CommandPalette(page);
  }

  /** Resolves when the workbench is drawn; its extensions may still be starting. */
  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const { files, open = "folder", theme = "dark", extension = PROJECT } = options;
    const folder = createTestWorkspace(files);
    const server = await startServer({ ...options, extension });
    addToJson(server.settingsFile, {
      "security.workspace.trust.startupPrompt": "never",
      "workbench.colorTheme": COLOR_THEMES[theme].id,
      ...options.settings,
    });
    const browser = await openBrowser();
    const page = await browser.newPage({ viewport: options.viewport ?? { width: 1280, height: 800 } });
    const workbench = new Workbench(server, browser, page, folder, collectPageProblems(page));
    const workspace = open === "folder" ? folder : join(folder, open);
    await page.goto(server.urlOf(open === "nothing" ? {} : { workspace }));
    await workbench.#isDrawn();
    return workbench;
  }

  /** Opens a file of the workspace in an editor by its name. */
  async openFile(name: string): Promise<void> {
    await this.palette.choose("", name);
    await this.page.getByRole("tab", { name }).first().waitFor();
  }

  /**
   * Opens a weights file in the inspector. On a machine that is short of everything the frame that VS Code makes for it
   * was once not there after minutes; another one is then asked for, once, and it is told.
   */
  async openWeights(name: string): Promise<void> {
    await this.openFile(name);
    const hasFrame = await this.webview()
      .locator("body")
      .waitFor({ timeout: FRAME_MS })
      .then(
        () => true,
        () => false,
      );
    if (hasFrame) return;
    console.log(`no frame for ${name} after ${FRAME_MS / 1000} s: it is opened anew`);
    await this.screenshot("no frame");
    await this.palette.run("View: Close Editor");
    await this.openFile(name);
  }

  /** Clicks the code lens that shows `text`, when it has appeared. */
  async clickLens(text: string): Promise<void> {
    await this.page.locator(".codelens-decoration a").filter({ hasText: text }).first().click();
  }

  /** The page inside the visible webview of our extension: the training panel, or an editor of ours. */
  webview(): FrameLocator {
    const frame = 'iframe.webview.ready[src*="extensionId=train-lens.train-lens"] >> visible=true';
    return this.page.frameLocator(frame).frameLocator("#active-frame");
  }

  /** Adds to the settings of the open folder; the workbench follows within a second. */
  setSettings(settings: Readonly<Record<string, unknown>>): void {
    // Not the user's settings: a server's workbench reads these only when it starts.
    addToJson(join(this.folder, ".vscode", "settings.json"), settings);
  }

  /** Changes the theme through the open folder's settings; resolves when the workbench wears it. */
  async setTheme(theme: ColorTheme): Promise<void> {
    const { id, className } = COLOR_THEMES[theme];
    this.setSettings({ "workbench.colorTheme": id });
    await this.page.locator(`.monaco-workbench.${className}`).waitFor();
  }

  /** Keeps a picture of the window in `screenshots/NAME.png` and returns its path. */
  async screenshot(name: string): Promise<string> {
    const path = join(PROJECT, "screenshots", `${name}.png`);
    mkdirSync(join(PROJECT, "screenshots"), { recursive: true });
    await this.page.screenshot({ path });
    return path;
  }

  /** Reloads the window, as "Developer: Reload Window" does. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.#isDrawn();
  }

  /** Ends browser and server with all they started, and removes the workspace folder. */
  async close(): Promise<void> {
    await this.#browser.close();
    await this.server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #isDrawn(): Promise<void> {
    await this.page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: READY_TIMEOUT_MS });
  }
}

function addToJson(file: string, entries: Readonly<Record<string, unknown>>): void {
  const present = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>) : {};
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...present, ...entries }));
}
