import * as l10n from "@vscode/l10n";
import { FormatError } from "./formatError";

/**
 * A JSON value with what `JSON.parse` loses: repeated keys, and whether a number is written as a whole one.
 * A number that is no whole number from 0 to 2^53 is NaN.
 */
export type HeaderValue = null | boolean | number | string | readonly HeaderValue[] | HeaderObject;

/** An object as the pairs that are written. */
export class HeaderObject {
  constructor(readonly pairs: readonly (readonly [string, HeaderValue])[]) {}
}

/** Of containers in each other; serde_json's limit, which the reference implementation of safetensors uses. */
const MAX_DEPTH = 127;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING_RUN = /[^"\\\u0000-\u001f]*/y;
const LONE_SURROGATE = /\p{Surrogate}/u;
const SPACE = /[ \t\r\n]*/y;
const ESCAPES: Readonly<Record<string, string | undefined>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Parses strict JSON; anything else throws `FormatError`. */
export function parseHeaderJson(text: string): HeaderValue {
  const parser = new HeaderParser(text);
  const value = parser.value(0);
  parser.expectEnd();
  return value;
}

class HeaderParser {
  #at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): HeaderValue {
    this.#match(SPACE);
    const opening = this.text[this.#at];
    if ((opening === "{" || opening === "[") && depth >= MAX_DEPTH) throw this.#error();
    switch (opening) {
      case "{":
        return new HeaderObject(this.#list("}", () => this.#pair(depth)));
      case "[":
        return this.#list("]", () => this.value(depth + 1));
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  expectEnd(): void {
    this.#match(SPACE);
    if (this.#at < this.text.length) throw this.#error();
  }

  #list<T>(close: string, item: () => T): T[] {
    const items: T[] = [];
    this.#at++;
    this.#match(SPACE);
    if (this.#skip(close)) return items;
    do {
      items.push(item());
      this.#match(SPACE);
    } while (this.#skip(","));
    if (!this.#skip(close)) throw this.#error();
    return items;
  }

  #pair(depth: number): readonly [string, HeaderValue] {
    this.#match(SPACE);
    const key = this.#string();
    this.#match(SPACE);
    if (!this.#skip(":")) throw this.#error();
    return [key, this.value(depth + 1)];
  }

  #number(): number {
    const token = this.#match(NUMBER);
    const value = Number(token);
    if (token === "" || !Number.isFinite(value)) throw this.#error();
    return /^\d+$/.test(token) && Number.isSafeInteger(value) ? value : NaN;
  }

  #string(): string {
    if (!this.#skip('"')) throw this.#error();
    let result = this.#match(STRING_RUN);
    while (!this.#skip('"')) {
      if (!this.#skip("\\")) throw this.#error();
      result += this.#escape() + this.#match(STRING_RUN);
    }
    if (LONE_SURROGATE.test(result)) throw this.#error();
    return result;
  }

  #escape(): string {
    const letter = this.text[this.#at++];
    if (letter !== "u") {
      const character = letter === undefined ? undefined : ESCAPES[letter];
      if (character === undefined) throw this.#error();
      return character;
    }
    const digits = this.text.slice(this.#at, this.#at + 4);
    if (!/^[\da-fA-F]{4}$/.test(digits)) throw this.#error();
    this.#at += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }

  #word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.#at)) throw this.#error();
    this.#at += word.length;
    return value;
  }

  #skip(character: string): boolean {
    if (this.text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const matched = pattern.exec(this.text)?.[0] ?? "";
    this.#at += matched.length;
    return matched;
  }

  #error(): FormatError {
    return new FormatError(l10n.t("The safetensors header is no valid JSON at character {0}.", this.#at));
  }
}
