import { expect, test } from "vitest";
import { readPythonModels } from "../../../../../src/model/source/python/readPythonModels";
import { readingCases } from "../../../../support/readingCases";

test.each(readingCases("refused.txt"))("refused with the line and the reason: %s", (_name, source, expected) => {
  const said = readPythonModels(source).map(({ name, outcome }) =>
    outcome.understood ? `${name} is understood` : `${name} ${outcome.refusal.line}: ${outcome.refusal.reason}`,
  );
  expect(said).toEqual(expected);
});
