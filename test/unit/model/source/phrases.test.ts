import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { liftCode, phraseOf, PHRASES } from "../../../../src/model/source/phrases";
import { reasonText } from "../../../../src/model/source/reason";

/** What is written like a phrase under `folder`: it starts with an article, or has words beside code in backticks. */
function writtenPhrases(folder: string): string[] {
  const found = new Set<string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts")) continue;
    const file = ts.createSourceFile(name, readFileSync(join(folder, name), "utf8"), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node) => {
      if (ts.isStringLiteralLike(node)) found.add(node.text);
      else if (ts.isTemplateExpression(node)) found.add(node.getText().slice(1, -1).replaceAll("\\`", "`"));
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return [...found].filter(text => {
    const { template, values } = liftCode(text);
    const isSentence = text.endsWith(".");
    return (
      !isSentence && (/^(an?|the|this) /.test(template) || (values.length > 0 && /[a-z]{2} | [a-z]{2}/.test(template)))
    );
  });
}

test("every phrase that the reader writes can be translated", () => {
  const nested = (text: string) => text.replace(/\$\{describeValue\(\w+\)\}/, "a list");
  const kinds = "a ${value.kind}";
  const written = writtenPhrases("src/model/source/python");
  expect(written).toContain(kinds);
  const phrases = [
    ...written.filter(text => text !== kinds).map(nested),
    "a list",
    "a tuple",
    "a dictionary",
    "a tensor",
  ];
  expect(phrases.filter(phrase => !phraseOf(phrase))).toEqual([]);
});

test("a phrase taken apart is the same phrase when put together", () => {
  for (const phrase of ["an object of `Net`", "`.x` of the class `Net`", "a list as a number", "`a` or `b`"]) {
    expect(reasonText(phraseOf(phrase)!)).toBe(phrase);
  }
});

test("code, numbers and shapes are no phrases", () => {
  for (const value of ["Model", "`None`", "3", "[N, 10]", "`a`, `b`", "torch.nn.Linear"]) {
    expect(phraseOf(value), value).toBeUndefined();
  }
  expect(PHRASES.filter(phrase => !phrase.includes(" "))).toEqual([]);
});
