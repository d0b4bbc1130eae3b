import { readFileSync } from "node:fs";

/** A file of `test/fixtures/readings` taken apart: after `=== name` a source, then what is said about it behind `--- `. */
export function readingCases(name: string): (readonly [string, string, readonly string[]])[] {
  const file = readFileSync(new URL(`../fixtures/readings/${name}`, import.meta.url), "utf8");
  return file
    .split(/^=== /m)
    .slice(1)
    .map(part => {
      const lines = part.trimEnd().split("\n");
      const source = lines.slice(1).filter(line => !line.startsWith("--- "));
      const expected = lines.filter(line => line.startsWith("--- ")).map(line => line.slice("--- ".length));
      return [lines[0]!, `${source.join("\n").trimEnd()}\n`, expected] as const;
    });
}
