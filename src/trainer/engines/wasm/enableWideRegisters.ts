import { closeSync, openSync, readSync } from "node:fs";
import { cpus } from "node:os";
import { setFlagsFromString } from "node:v8";
import { SIMD_VARIABLE } from "../../../protocol/simdVariable";

/**
 * The major versions of Node whose compiler was held to the other kernels and to PyTorch; within one, V8 stays the same
 * but for repairs. What that of 22 makes of them is half as fast.
 */
const HELD_NODES = [24, 26];
/** More than Linux has to say of one. */
const PROCESSOR_BYTES = 8192;
/** Whose processors had no AVX2 until 2021. */
const PLAIN_PROCESSORS = /Pentium|Celeron|Atom/;

/**
 * Lets V8 join two operations on four values into one on eight, which processors with AVX2 do in the same time; it calls
 * that revectorization and holds it behind a flag, which must be set before anything is compiled. Returns whether it
 * does. Node has it on x64 except for macOS; nobody held Electron's V8 to anything. The variable `TRAIN_LENS_SIMD=128`
 * leaves it off.
 */
export function enableWideRegisters(): boolean {
  if (process.env[SIMD_VARIABLE] === "128" || !runtimeCan() || !processorCan()) return false;
  setFlagsFromString("--experimental-wasm-revectorize");
  return true;
}

function runtimeCan(): boolean {
  const { variables } = process.config as { variables: Readonly<Record<string, unknown>> };
  return (
    variables["v8_enable_wasm_simd256_revec"] === 1 &&
    process.versions["electron"] === undefined &&
    HELD_NODES.includes(Number(process.versions.node.split(".")[0]))
  );
}

/** Linux says what a processor can; elsewhere its name must do. On one that cannot, V8 leaves operations as they are. */
function processorCan(): boolean {
  if (process.platform !== "linux") return !PLAIN_PROCESSORS.test(cpus()[0]?.model ?? "");
  try {
    const flags = /^flags\s*:(.*)$/m.exec(readFirstProcessor())?.[1]?.split(" ") ?? [];
    return flags.includes("avx2") && flags.includes("fma");
  } catch {
    return false;
  }
}

/** The kernel writes its text while it is read: all of it takes a while where there are a hundred processors. */
function readFirstProcessor(): string {
  const file = openSync("/proc/cpuinfo", "r");
  try {
    const bytes = Buffer.alloc(PROCESSOR_BYTES);
    return bytes.toString("latin1", 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
