/** Names come from the file; control characters would speak to the terminal. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, character => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
