import { GRADIENT_CONCERNS } from "../../src/model/gradientHealth";
import { LAYER_SENTENCES } from "../../src/model/layerSentences";
import { GLOSSARY } from "../../src/model/source/glossary";
import { PHRASES } from "../../src/model/source/phrases";
import { FIXES } from "../../src/model/source/problems/findFixes";
import { PROBLEMS } from "../../src/model/source/problems/problem";
import { SCRIPT_REASONS } from "../../src/model/source/javascript/reasons";
import { REASONS } from "../../src/model/source/python/reasons";
import { SETTING_NOTES } from "../../src/model/source/settingNotes";
import { OBSTACLES } from "../../src/model/trainability";
import type { TranslatedString } from "./translatedStrings";

const TABLES = {
  SCRIPT_REASONS,
  REASONS,
  SETTING_NOTES,
  OBSTACLES,
  PHRASES,
  PROBLEMS,
  FIXES,
  LAYER_SENTENCES,
  GLOSSARY,
  GRADIENT_CONCERNS,
};

/** Every sentence and phrase that a reason or a note can be made of, which the source looks up by its table. */
export function reasonTemplates(): TranslatedString[] {
  return Object.entries(TABLES).flatMap(([table, templates]) =>
    Object.entries(templates).map(([key, text]) => ({ text, place: `${table}.${key}` })),
  );
}
