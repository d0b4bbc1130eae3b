import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { distFolder } from "../../distFolder";
import type { Kernels } from "./kernels";

/** Compiled kernels; a module may be sent to other threads. */
export interface CompiledKernels {
  readonly module: WebAssembly.Module;
  /** Whether they use the fused multiply-add of relaxed SIMD. */
  readonly isRelaxed: boolean;
}

/** Reads and compiles the best kernels that this runtime takes. Throws when they are missing or it takes none. */
export function compileKernels(): CompiledKernels {
  enableRelaxedSimd();
  const folder = distFolder();
  const relaxed = readFileSync(join(folder, "kernelsRelaxed.wasm"));
  const isRelaxed = WebAssembly.validate(relaxed);
  const bytes = isRelaxed ? relaxed : readFileSync(join(folder, "kernels.wasm"));
  return { module: new WebAssembly.Module(bytes), isRelaxed };
}

/** Kernels that work on `memory`. */
export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}

/** Node 20 has relaxed SIMD behind a flag, which must be set before anything is compiled. */
function enableRelaxedSimd(): void {
  if (Number(process.versions.node.split(".")[0]) < 22) setFlagsFromString("--experimental-wasm-relaxed-simd");
}
