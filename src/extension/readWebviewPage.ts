import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { webviewHtml } from "./webviewHtml";

/** The HTML of the page that is bundled as `NAME.js` and `NAME.css` in `folder`, in the window's language. */
export async function readWebviewPage(
  folder: vscode.Uri,
  name: string,
  title: string,
  strings: unknown,
): Promise<string> {
  const read = async (file: string) =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, file)));
  const [script, style] = await Promise.all([read(`${name}.js`), read(`${name}.css`)]);
  const locale = vscode.env.language;
  const nonce = randomBytes(16).toString("base64url");
  return webviewHtml({ title, locale, script, style, nonce, texts: { locale, strings } });
}
