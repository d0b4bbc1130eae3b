import { createRequire } from "node:module";
import { join } from "node:path";
import type { Tensorflow } from "./tensorflow";

/** What TensorFlow and CUDA read when they are loaded. A person's own values stay. */
const ENVIRONMENT = {
  TF_CPP_MIN_LOG_LEVEL: "2", // warnings and worse
  TF_FORCE_GPU_ALLOW_GROWTH: "true", // else it takes nearly all memory of the card
  NVIDIA_TF32_OVERRIDE: "0", // float32 products with 24 bits, as PyTorch's, not with 11
};

/** Loads tfjs-node from the folder of its package. Throws when that, its addon or TensorFlow is damaged. */
export function loadTensorflow(packageFolder: string): Tensorflow {
  for (const [name, value] of Object.entries(ENVIRONMENT)) process.env[name] ??= value;
  const require = createRequire(join(packageFolder, "package.json"));
  restoreUtil(require("node:util") as Record<string, unknown>);
  return require(packageFolder) as Tensorflow;
}

/** tfjs-node calls two functions that Node has deprecated and then removed. */
function restoreUtil(util: Record<string, unknown>): void {
  util["isArray"] = Array.isArray;
  util["isNullOrUndefined"] = (value: unknown) => value === null || value === undefined;
}
