import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { PROJECT } from "./project.ts";

const FILES = [
  "train-images-idx3-ubyte",
  "train-labels-idx1-ubyte",
  "t10k-images-idx3-ubyte",
  "t10k-labels-idx1-ubyte",
];

/** MNIST, uncompressed, in a temporary folder as torchvision wants it. */
export interface MnistFolder {
  /** What torchvision calls the root. */
  readonly root: string;
  /** Where the files are. */
  readonly files: string;
  remove(): void;
}

/** Takes MNIST from `TRAIN_LENS_DATA` or from `shared/data/mnist` beside the project; throws where there is none. */
export function prepareMnist(): MnistFolder {
  const source = process.env["TRAIN_LENS_DATA"] ?? join(PROJECT, "..", "shared", "data", "mnist");
  const root = mkdtempSync(join(tmpdir(), "train-lens-bench-"));
  const files = join(root, "MNIST", "raw");
  mkdirSync(files, { recursive: true });
  for (const name of FILES) {
    const path = join(source, name);
    const bytes = existsSync(path) ? readFileSync(path) : gunzipSync(readFileSync(`${path}.gz`));
    writeFileSync(join(files, name), bytes);
  }
  return { root, files, remove: () => rmSync(root, { recursive: true, force: true }) };
}
