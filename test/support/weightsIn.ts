import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { readStateDict } from "../../src/formats/weightsFile";

/** Expects nothing in `folder` but whole files of the tutorial's Net; returns their names. */
export function expectWholeWeightsOnly(folder: string): string[] {
  const names = readdirSync(folder).filter(name => name !== ".gitignore");
  for (const name of names) {
    expect(name).toMatch(/^Net-[\d-]+\.pth$/);
    expect([...readStateDict(readFileSync(join(folder, name))).keys()]).toHaveLength(6);
  }
  return names;
}
