import * as l10n from "@vscode/l10n";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inspectWeights } from "../../../src/formats/inspectWeights";
import { FormatError } from "../../../src/formats/formatError";
import { readFromMemory } from "../../../src/formats/reading";
import { koreanTexts } from "../../support/koreanTexts";
import { fixtureFiles, readFixture } from "../../support/weightsFixtures";

beforeAll(() => {
  l10n.config({ contents: koreanTexts() });
});
afterAll(() => {
  l10n.config({ contents: {} });
});

/** All that is said about a file: why it is refused, and what is odd in it. */
function sentencesOf(bytes: Uint8Array): readonly string[] {
  try {
    const { problems, warnings } = readFromMemory(bytes, inspectWeights(bytes.length, { stats: true }));
    return [...problems, ...warnings];
  } catch (error) {
    if (error instanceof FormatError) return [error.message];
    throw error;
  }
}

test("everything that is said about a damaged or odd file is Korean, but for names and numbers", () => {
  const sentences = fixtureFiles().flatMap(({ folder, name }) => sentencesOf(readFixture(folder, name)));
  expect(sentences.length).toBeGreaterThan(100);
  const english = sentences.filter(sentence => {
    const ownWords = sentence.replace(/"(?:[^"\\]|\\.)*"|: [\w. ]+\.$/g, "");
    return !/\p{Script=Hangul}/u.test(ownWords) || /[a-z]+ [a-z]+ [a-z]+/.test(ownWords.replace("git lfs pull", ""));
  });
  expect(english).toEqual([]);
});
