import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the real MNIST is, or why the tests that need it are skipped. */
export type FoundMnist =
  { readonly folder: string; readonly whyNot?: undefined } | { readonly folder?: undefined; readonly whyNot: string };

/** Looks in `TRAIN_LENS_DATA`, else in `shared/data/mnist` beside the project. */
export function findMnistFolder(): FoundMnist {
  const beside = fileURLToPath(new URL("../../../shared/data/mnist", import.meta.url));
  const folder = process.env["TRAIN_LENS_DATA"] || beside;
  const name = join(folder, "train-images-idx3-ubyte");
  if (existsSync(name) || existsSync(`${name}.gz`)) return { folder };
  return { whyNot: `(skipped: no MNIST in ${folder}; TRAIN_LENS_DATA can name a folder that has it)` };
}
