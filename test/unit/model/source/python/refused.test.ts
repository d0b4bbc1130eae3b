import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readPythonModels } from "../../../../../src/model/source/python/readPythonModels";

const file = readFileSync(new URL("../../../../fixtures/readings/refused.txt", import.meta.url), "utf8");
const cases = file
  .split(/^=== /m)
  .slice(1)
  .map(part => {
    const lines = part.trimEnd().split("\n");
    const source = lines.slice(1).filter(line => !line.startsWith("--- "));
    const expected = lines.filter(line => line.startsWith("--- ")).map(line => line.slice("--- ".length));
    return [lines[0]!, `${source.join("\n")}\n`, expected] as const;
  });

test.each(cases)("refused with the line and the reason: %s", (_name, source, expected) => {
  const said = readPythonModels(source).map(({ name, outcome }) =>
    outcome.understood ? `${name} is understood` : `${name} ${outcome.refusal.line}: ${outcome.refusal.reason}`,
  );
  expect(said).toEqual(expected);
});
