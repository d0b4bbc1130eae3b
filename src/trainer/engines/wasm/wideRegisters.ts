import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";

/** The major versions of Node whose compiler was held to the other kernels and to PyTorch. That of 22 makes code twice as slow of them. */
const OLDEST_NODE = 24;
const NEWEST_NODE = 26;

/**
 * Lets V8 join two operations on four values into one on eight, which processors with AVX2 do in the same time; it calls
 * that revectorization and holds it behind a flag, which must be set before anything is compiled. Returns whether it
 * does. Node has it on x64 except for macOS; Electron lets nobody change flags. The variable `TRAIN_LENS_SIMD=128`
 * leaves it off.
 */
export function enableWideRegisters(): boolean {
  if (process.env["TRAIN_LENS_SIMD"] === "128" || !runtimeCan() || !processorCan()) return false;
  setFlagsFromString("--experimental-wasm-revectorize");
  return true;
}

function runtimeCan(): boolean {
  const { variables } = process.config as { variables: Readonly<Record<string, unknown>> };
  const major = Number(process.versions.node.split(".")[0]);
  return (
    variables["v8_enable_wasm_simd256_revec"] === 1 &&
    process.versions["electron"] === undefined &&
    major >= OLDEST_NODE &&
    major <= NEWEST_NODE
  );
}

/** Only Linux tells; elsewhere a processor of the last ten years is assumed, on others V8 leaves operations as they are. */
function processorCan(): boolean {
  if (process.platform !== "linux") return true;
  const flags = /^flags\s*:(.*)$/m.exec(readFileSync("/proc/cpuinfo", "latin1"))?.[1]?.split(" ") ?? [];
  return flags.includes("avx2") && flags.includes("fma");
}
