const ESCAPES: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const ESCAPE = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[^])/g;

/** A string's prefix letters, lower case, and where its text begins and ends inside the literal. */
export interface StringForm {
  readonly prefix: string;
  readonly begin: number;
  readonly end: number;
}

/** Finds prefix and quotes of a Python string literal, or undefined when it is not closed. */
export function stringForm(literal: string): StringForm | undefined {
  const match = /^([a-zA-Z]*)('''|"""|'|")/.exec(literal);
  if (!match) return undefined;
  const [opening, prefix, quotes] = match as unknown as [string, string, string];
  const end = literal.length - quotes.length;
  if (end < opening.length || !literal.endsWith(quotes)) return undefined;
  return { prefix: prefix.toLowerCase(), begin: opening.length, end };
}

/** The characters that `text` between quotes stands for. */
export function unescapeText(text: string, isRaw: boolean): string {
  if (isRaw || !text.includes("\\")) return text;
  return text.replace(ESCAPE, (whole, escape: string) => {
    const simple = ESCAPES[escape];
    if (simple !== undefined) return simple;
    if (/^[xuU]/.test(escape) && escape.length > 1) return codePoint(parseInt(escape.slice(1), 16), whole);
    return /^[0-7]/.test(escape) ? codePoint(parseInt(escape, 8), whole) : whole;
  });
}

const codePoint = (code: number, otherwise: string) => (code <= 0x10ffff ? String.fromCodePoint(code) : otherwise);
