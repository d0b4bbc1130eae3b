/** Where a piece of the file begins that can be parsed alone: a class, a function, or the statements between two. */
const DEFINITION = /(?:class|def|async[ \t]+def)\b/y;
const SPACE = 32;
const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const HASH = 35;
const BACKSLASH = 92;
const AT = 64;

/**
 * Offsets at which `text` can be cut so that each piece is Python of its own. A class or function at the left margin
 * begins a piece even where a bracket is still open above it: no bracket can hold one, so somebody is typing there.
 */
export function splitChunks(text: string): number[] {
  const starts = [0];
  let depth = 0;
  let isAfterDefinition = false;
  let isDecorated = false;
  for (let at = 0; at < text.length;) {
    const isContinued = at >= 2 && text.charCodeAt(at - 2) === BACKSLASH;
    const first = text.charCodeAt(at);
    const isBlank = first === NEWLINE || first === RETURN || first === HASH || first === SPACE || first === TAB;
    DEFINITION.lastIndex = at;
    const isDefinition = !isBlank && !isContinued && DEFINITION.test(text);
    if (isDefinition || (!isBlank && !isContinued && depth === 0)) {
      const isDecorator = first === AT;
      const isNew = isDefinition || isDecorator ? !isDecorated : isAfterDefinition;
      if (isNew && at > 0) starts.push(at);
      isAfterDefinition = isDefinition;
      isDecorated = isDecorator;
      depth = 0;
    }
    [at, depth] = skipLine(text, at, depth);
  }
  return starts;
}

/** The begin of the line after the one at `at`, strings that span lines included, and how many brackets are open there. */
function skipLine(text: string, at: number, openBrackets: number): [number, number] {
  let depth = openBrackets;
  for (; at < text.length; at++) {
    switch (text[at]) {
      case "\n":
        return [at + 1, depth];
      case "#":
        at = endOfLine(text, at) - 1;
        break;
      case "(":
      case "[":
      case "{":
        depth++;
        break;
      case ")":
      case "]":
      case "}":
        depth = Math.max(0, depth - 1);
        break;
      case '"':
      case "'":
        at = skipString(text, at) - 1;
        break;
    }
  }
  return [at, depth];
}

/** The offset behind the string literal whose first quote is at `at`; one that is not closed ends with its line. */
function skipString(text: string, at: number): number {
  const quote = text.charAt(at);
  const triple = quote.repeat(3);
  if (text.startsWith(triple, at)) {
    let end = at + 3;
    while (end < text.length && !text.startsWith(triple, end)) end += text.charCodeAt(end) === BACKSLASH ? 2 : 1;
    return Math.min(text.length, end + 3);
  }
  let end = at + 1;
  while (end < text.length && text[end] !== quote && text[end] !== "\n") {
    end += text.charCodeAt(end) === BACKSLASH ? 2 : 1;
  }
  return text[end] === quote ? end + 1 : Math.min(end, text.length);
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}
