/** Says in one sentence, for a person, what is wrong with a file. Nothing of the file was executed. */
export class FormatError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "FormatError";
  }
}

const MAX_QUOTED = 80;
/** Bidirectional controls could reorder the sentence around them. */
const UNSAFE = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Text of a file, safe to show inside a sentence: quoted, shortened, control characters escaped. */
export function quoted(text: string): string {
  let shown = "";
  for (const character of text) {
    const safe = JSON.stringify(character).slice(1, -1).replace(UNSAFE, escaped);
    if (shown.length + safe.length > MAX_QUOTED) return `"${shown}..."`;
    shown += safe;
  }
  return `"${shown}"`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
