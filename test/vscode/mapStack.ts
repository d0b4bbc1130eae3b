import { findSourceMap } from "node:module";

const BUNDLED_PLACE = /(\/[^():]+\.js):(\d+):(\d+)/g;

/** Names the places of a stack trace in the TypeScript files, which VS Code's extension host does not do by itself. */
export function mapStack(stack: string): string {
  return stack.replaceAll(BUNDLED_PLACE, (place: string, file: string, line: string, column: string) => {
    const entry = findSourceMap(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !("originalSource" in entry)) return place;
    return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}
