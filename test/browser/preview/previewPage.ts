import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { webviewHtml } from "../../../src/extension/webviewHtml";
import type { Translate } from "../../../src/extension/translate";
import { koreanTexts } from "../../support/koreanTexts";
import { PREVIEW_THEMES, type PreviewThemeName } from "./themes";

export type PreviewLanguage = "en" | "ko";

const ORIGIN = "https://preview.test";
const NONCE = "cHJldmlldw==";

/** The page's script and style as they are shipped. */
export interface PageBundle {
  readonly script: string;
  readonly style: string;
}

/** Bundles one of our pages. */
export async function bundlePage(name: "training" | "inspector"): Promise<PageBundle> {
  const entry = fileURLToPath(new URL(`../../../webview/${name}/main.ts`, import.meta.url));
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
    postMessage: message => { posted.push(message); window.previewTell?.(message); }, getState: () => state, setState: next => { state = next; },
  });`;

/** The page as the extension makes it, between the things of VS Code. */
function html(theme: PreviewThemeName, bundle: PageBundle, texts: PageTexts): string {
  return webviewHtml({ title: "Preview", locale: texts.locale, ...bundle, nonce: NONCE, texts })
    .replace('<meta name="viewport"', `<style nonce="${NONCE}">${surroundings(theme)}</style>$&`)
    .replace("</head>", `<script nonce="${NONCE}">${API}</script></head>`)
    .replace("<body>", `<body class="${PREVIEW_THEMES[theme].bodyClass}">`);
}

interface PageTexts {
  readonly locale: string;
  readonly strings: unknown;
}

/** One of our pages in a page of its own, under VS Code's content security policy. */
export interface Preview<ToPage, ToHost> {
  readonly page: Page;
  /** What the console and the policy complained about. */
  readonly complaints: readonly string[];
  readonly send: (message: ToPage) => Promise<void>;
  readonly posted: () => Promise<ToHost[]>;
  /** What the page asked VS Code to keep. */
  readonly kept: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

export interface PreviewOptions {
  readonly theme?: PreviewThemeName;
  readonly language?: PreviewLanguage;
  readonly width?: number;
}

/** Opens a page in `browser` and waits until it says that it is ready; `onMessage` is told all it posts. */
export async function openPreview<ToPage, ToHost>(
  browser: Browser,
  bundle: PageBundle,
  stringsOf: (t: Translate) => unknown,
  { theme = "dark", language = "en", width = 1200 }: PreviewOptions = {},
  onMessage?: (message: ToHost) => void,
): Promise<Preview<ToPage, ToHost>> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", error => complaints.push(String(error)));
  page.on("console", message => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  if (onMessage) await page.exposeFunction("previewTell", onMessage);
  const korean = koreanTexts();
  const strings = stringsOf(message => (language === "ko" ? (korean[message] ?? message) : message));
  const body = html(theme, bundle, { locale: language, strings });
  await page.route(`${ORIGIN}/**`, route =>
    route.fulfill(route.request().url() === `${ORIGIN}/` ? { body, contentType: "text/html" } : { status: 204 }),
  );
  await page.goto(ORIGIN);
  const posted = () => page.evaluate(() => (window as unknown as { previewPosted: ToHost[] }).previewPosted);
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
