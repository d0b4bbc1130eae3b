/** What a page of this extension is made of. */
export interface WebviewPage {
  readonly title: string;
  readonly locale: string;
  /** As bundled: it stands inside of its element, which no `</script` may end. */
  readonly script: string;
  readonly style: string;
  /** Random, and new for every page. */
  readonly nonce: string;
  /** The page's texts; it finds them as JSON in the element `strings`. */
  readonly texts: unknown;
}

/**
 * The page's HTML: nothing runs but our script, and nothing is loaded. Script and style come with the page, since each
 * file that a webview asks for takes several hops through VS Code before the first line is drawn.
 */
export function webviewHtml({ title, locale, script, style, nonce, texts }: WebviewPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "font-src data:",
    "img-src data:",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${escapeHtml(locale)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
    <meta property="csp-nonce" content="${nonce}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <style nonce="${nonce}">${style}</style>
    <title>${escapeHtml(title)}</title>
  </head>
  <body>
    <div id="root"></div>
    <script type="application/json" id="strings" nonce="${nonce}">${jsonInScript(texts)}</script>
    <script nonce="${nonce}">${script}</script>
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
