import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { panelStrings } from "../../../src/extension/panel/panelStrings";
import { webviewHtml } from "../../../src/extension/webviewHtml";
import type { HostToPanel, PanelToHost } from "../../../src/protocol/panel";
import type { PanelTexts } from "../../../src/protocol/panelStrings";
import { koreanTexts } from "../../support/koreanTexts";
import { PREVIEW_THEMES, type PreviewThemeName } from "./themes";

export type PreviewLanguage = "en" | "ko";

const ORIGIN = "https://preview.test";
const NONCE = "cHJldmlldw==";

/** The page's script and style as they are shipped. */
export interface PanelBundle {
  readonly script: string;
  readonly style: string;
}

/** Bundles the page. */
export async function bundlePanel(): Promise<PanelBundle> {
  const entry = fileURLToPath(new URL("../../../webview/training/main.ts", import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    outdir: "dist",
    write: false,
    bundle: true,
    minify: true,
    platform: "browser",
    format: "iife",
    target: "es2022",
    logLevel: "error",
  });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))!.text;
  return { script: textOf(".js"), style: textOf(".css") };
}

/** What VS Code puts into every webview. */
function surroundings(theme: PreviewThemeName): string {
  const variables = Object.entries(PREVIEW_THEMES[theme].variables).map(
    ([name, value]) => `--vscode-${name}: ${value};`,
  );
  return `
    :root { ${variables.join(" ")} }
    body {
      background-color: var(--vscode-editor-background); color: var(--vscode-editor-foreground);
      font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px;
    }
    code { color: var(--vscode-textPreformat-foreground); }`;
}

const API = `
  const posted = [];
  let state;
  window.previewPosted = posted;
  window.previewKept = () => state;
  window.acquireVsCodeApi = () => ({
    postMessage: message => posted.push(message), getState: () => state, setState: next => { state = next; },
  });`;

/** The page as the extension makes it, between the things of VS Code. */
function html(theme: PreviewThemeName, bundle: PanelBundle, texts: PanelTexts): string {
  return webviewHtml({ title: "Training", locale: texts.locale, ...bundle, nonce: NONCE, texts })
    .replace('<meta name="viewport"', `<style nonce="${NONCE}">${surroundings(theme)}</style>$&`)
    .replace("</head>", `<script nonce="${NONCE}">${API}</script></head>`)
    .replace("<body>", `<body class="${PREVIEW_THEMES[theme].bodyClass}">`);
}

/** The panel in a page of its own, under VS Code's content security policy. */
export interface Preview {
  readonly page: Page;
  /** What the console and the policy complained about. */
  readonly complaints: readonly string[];
  readonly send: (message: HostToPanel) => Promise<void>;
  readonly posted: () => Promise<PanelToHost[]>;
  /** What the page asked VS Code to keep. */
  readonly kept: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

export interface PreviewOptions {
  readonly theme?: PreviewThemeName;
  readonly language?: PreviewLanguage;
  readonly width?: number;
}

/** Opens the panel in `browser` and waits until it asks for its run. */
export async function openPreview(
  browser: Browser,
  bundle: PanelBundle,
  { theme = "dark", language = "en", width = 1200 }: PreviewOptions = {},
): Promise<Preview> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", error => complaints.push(String(error)));
  page.on("console", message => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  const korean = koreanTexts();
  const strings = panelStrings(message => (language === "ko" ? (korean[message] ?? message) : message));
  const body = html(theme, bundle, { locale: language, strings });
  await page.route(`${ORIGIN}/**`, route =>
    route.fulfill(route.request().url() === `${ORIGIN}/` ? { body, contentType: "text/html" } : { status: 204 }),
  );
  await page.goto(ORIGIN);
  const posted = () => page.evaluate(() => (window as unknown as { previewPosted: PanelToHost[] }).previewPosted);
  await page.waitForFunction(() => (window as unknown as { previewPosted: unknown[] }).previewPosted.length > 0);
  return {
    page,
    complaints,
    send: message =>
      page.evaluate(async data => {
        window.postMessage(data, "*");
        // the message's task, then the frame that draws it, then one that shows it
        await new Promise(resolve => setTimeout(resolve));
        await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      }, message),
    posted,
    kept: () => page.evaluate(() => (window as unknown as { previewKept: () => unknown }).previewKept()),
    close: () => context.close(),
  };
}
