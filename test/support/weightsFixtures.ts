import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A tensor as PyTorch described it. Paths join keys with "/"; strides and offset stand only where they are not plain. */
export interface ExpectedTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly strides?: readonly number[];
  readonly storage_offset?: number;
  readonly values?: readonly unknown[];
  readonly first8?: readonly unknown[];
  readonly l2?: number | string;
  readonly requires_grad?: boolean;
  readonly parameter?: boolean;
}

/** A file of `test/fixtures/pth` as PyTorch, which wrote it, described it. */
export interface ExpectedFile {
  readonly name: string;
  readonly format: "zip" | "legacy";
  readonly expect: "load" | "refuse" | "load_or_refuse";
  readonly top_level?: string;
  readonly order?: readonly string[];
  readonly tensors?: Readonly<Record<string, ExpectedTensor>>;
  readonly scalars?: Readonly<Record<string, unknown>>;
  readonly share_storage?: readonly (readonly string[])[];
}

/** A malformed or hostile file of `test/fixtures/bad`. */
export interface BadFile {
  readonly name: string;
  readonly wrong: string;
  readonly must: string;
}

export type FixtureFolder = "pth" | "bad";

export function fixturePath(folder: FixtureFolder, name = ""): string {
  return fileURLToPath(new URL(`../fixtures/${folder}/${name}`, import.meta.url));
}

export function readFixture(folder: FixtureFolder, name: string): Uint8Array {
  return readFileSync(fixturePath(folder, name));
}

/** All weights of both folders. */
export function fixtureFiles(): { readonly folder: FixtureFolder; readonly name: string }[] {
  return (["pth", "bad"] as const).flatMap(folder =>
    readdirSync(fixturePath(folder))
      .filter(name => name.endsWith(".pth"))
      .map(name => ({ folder, name })),
  );
}

export function expectedFiles(): ExpectedFile[] {
  return ["expected.json", "expected_t2.json"].flatMap(name => readFiles<ExpectedFile>("pth", name));
}

export function badFiles(): BadFile[] {
  return readFiles<BadFile>("bad", "bad.json");
}

function readFiles<T>(folder: FixtureFolder, name: string): T[] {
  const { files } = JSON.parse(readFileSync(fixturePath(folder, name), "utf8")) as { files: Record<string, object> };
  return Object.entries(files).map(([file, facts]) => ({ name: file, ...facts }) as T);
}
