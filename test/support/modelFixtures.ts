import { readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("../fixtures/models/", import.meta.url);

/** The model files that PyTorch was asked about, by name. */
export const MODEL_FILES: readonly string[] = readdirSync(FOLDER).filter(
  name => name.endsWith(".py") && name !== "expect.py",
);

/** The text of a file of `test/fixtures/models`. */
export function modelFixture(name: string): string {
  return readFileSync(new URL(name, FOLDER), "utf8");
}
