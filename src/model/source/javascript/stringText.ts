const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", 0: "\0" };

/** The text that a string literal stands for. */
export function stringText(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(u\{?([0-9a-fA-F]+)\}?|x([0-9a-fA-F]{2})|[^])/g, (_, all: string, long?: string, short?: string) => {
      const code = long ?? short;
      return code === undefined ? (ESCAPES[all] ?? all) : String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff));
    });
}
