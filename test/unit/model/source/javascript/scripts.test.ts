import { expect, test } from "vitest";
import { readScriptModels } from "../../../../../src/model/source/javascript/readScriptModels";
import { describeReading } from "../../../../support/describeReading";
import { readingCases } from "../../../../support/readingCases";

test.each(readingCases("scripts.txt"))("%s", (_name, source, expected) => {
  expect(readScriptModels(source).flatMap(describeReading)).toEqual(expected);
});
