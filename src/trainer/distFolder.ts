import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The folder of the built files: beside the bundle that runs, or `dist` when this file runs from its source. */
export function distFolder(): string {
  return existsSync(join(__dirname, "kernels.wasm")) ? __dirname : resolve(__dirname, "../../dist");
}
