/** What a page of this extension is made of. */
export interface WebviewPage {
  readonly title: string;
  readonly locale: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** Where styles, fonts and pictures may come from. */
  readonly cspSource: string;
  /** Random, and new for every page. */
  readonly nonce: string;
  /** The page's texts; it finds them as JSON in the element `strings`. */
  readonly texts: unknown;
}

/** The page's HTML: nothing runs but our script, nothing loads but from our folder. */
export function webviewHtml({ title, locale, scriptUri, styleUri, cspSource, nonce, texts }: WebviewPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${escapeHtml(locale)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
    <meta property="csp-nonce" content="${nonce}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${escapeHtml(styleUri)}">
    <title>${escapeHtml(title)}</title>
  </head>
  <body>
    <div id="root"></div>
    <script type="application/json" id="strings" nonce="${nonce}">${jsonInScript(texts)}</script>
    <script nonce="${nonce}" src="${escapeHtml(scriptUri)}"></script>
  </body>
</html>`;
}

/** JSON that cannot end the script element it stands in. */
function jsonInScript(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, character => ENTITIES[character] ?? character);
}
