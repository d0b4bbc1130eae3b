import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { distFolder } from "../../distFolder";
import type { Kernels } from "./kernels";
import { enableWideRegisters } from "./enableWideRegisters";

/** What kernels are built for, the fastest first: registers of eight values, fused multiply-add, neither of them. */
export type KernelVariant = "wide" | "relaxed" | "plain";

const FILES: Readonly<Record<KernelVariant, string>> = {
  wide: "kernelsWide.wasm",
  relaxed: "kernelsRelaxed.wasm",
  plain: "kernels.wasm",
};

/** Compiled kernels; a module may be sent to other threads. */
export interface CompiledKernels {
  readonly module: WebAssembly.Module;
  readonly variant: KernelVariant;
}

/** Reads and compiles the best kernels that this runtime takes. Throws when they are missing or it takes none. */
export function compileKernels(): CompiledKernels {
  enableRelaxedSimd();
  const best = enableWideRegisters() ? "wide" : "relaxed";
  const bytes = readKernels(best);
  if (WebAssembly.validate(bytes)) return { module: new WebAssembly.Module(bytes), variant: best };
  return { module: new WebAssembly.Module(readKernels("plain")), variant: "plain" };
}

function readKernels(variant: KernelVariant): Uint8Array {
  return readFileSync(join(distFolder(), FILES[variant]));
}

/** Kernels that work on `memory`. */
export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}

/** Node 20 has relaxed SIMD behind a flag, which must be set before anything is compiled. */
function enableRelaxedSimd(): void {
  if (Number(process.versions.node.split(".")[0]) < 22) setFlagsFromString("--experimental-wasm-relaxed-simd");
}
