import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PROJECT } from "./paths.ts";

/** Copies `test/workspace` into a new temporary folder, adds `files` (path to content), and returns the folder. */
export function createTestWorkspace(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "train-lens-workspace-"));
  cpSync(join(PROJECT, "test", "workspace"), folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Copies `test/suite.code-workspace` and its two folders into a new `folder`; opening `file` opens both. */
export function createSuiteWorkspace(): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), "train-lens-suite-"));
  for (const name of ["suite.code-workspace", "workspace", "secondFolder"]) {
    cpSync(join(PROJECT, "test", name), join(folder, name), { recursive: true });
  }
  return { folder, file: join(folder, "suite.code-workspace") };
}
