import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { reasonTemplates } from "../../support/reasonTemplates";
import { translatedStrings } from "../../support/translatedStrings";

type Texts = Readonly<Record<string, string>>;
const readTexts = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Texts;
const placeholders = (text: string) => [...new Set(text.match(/\{\d+\}/g))].sort();
const hangul = /\p{Script=Hangul}/u;

describe("texts of the manifest", () => {
  const used = [...readFileSync("package.json", "utf8").matchAll(/"%([^%"]+)%"/g)].map(match => match[1]!);

  test.each(["package.nls.json", "package.nls.ko.json"])("%s has every key of package.json, and no other", path => {
    expect(Object.keys(readTexts(path)).sort()).toEqual([...new Set(used)].sort());
  });

  test("nothing of the manifest that people read is written into it", () => {
    const written = /"(title|description|markdownDescription|displayName)": "(?!%|Train Lens")[^"]*"/g;
    expect(readFileSync("package.json", "utf8").match(written)).toBeNull();
  });

  test("the Korean ones are Korean", () => {
    const same = Object.entries(readTexts("package.nls.ko.json")).filter(([, text]) => !hangul.test(text));
    expect(same.map(([key]) => key)).toEqual(["displayName"]);
  });
});

describe("texts of the source", () => {
  const source = [...translatedStrings("src"), ...reasonTemplates()];
  const korean = readTexts("l10n/bundle.l10n.ko.json");

  test("every sentence has a Korean one, and every Korean one is used", () => {
    const missing = source.filter(({ text }) => !Object.hasOwn(korean, text));
    expect(missing.map(({ place, text }) => `${place}: ${text}`)).toEqual([]);
    const used = new Set(source.map(({ text }) => text));
    expect(Object.keys(korean).filter(text => !used.has(text))).toEqual([]);
  });

  test("a translation has the placeholders of its sentence", () => {
    const differing = Object.entries(korean).filter(
      ([text, translation]) => placeholders(text).join() !== placeholders(translation).join(),
    );
    expect(differing).toEqual([]);
  });

  test("a translation is Korean unless the sentence is a sign or a name", () => {
    const untranslated = Object.entries(korean).filter(([text, translation]) => text === translation);
    expect(untranslated.filter(([text]) => /[a-z]{2,} [a-z]/i.test(text))).toEqual([]);
  });
});
