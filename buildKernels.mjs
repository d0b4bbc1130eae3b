// Compiles the WASM engine's kernels, twice: with the fused multiply-add of relaxed SIMD, and for runtimes without it.
import { main } from "assemblyscript/asc";
import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";

const SOURCES = "src/trainer/engines/wasm/kernels";
const OPTIONS = [
  "-O3",
  "--noAssert",
  ...["--runtime", "stub"],
  ...["--importMemory", "--sharedMemory", "--maximumMemory", "65536"],
  "--disableWarning",
];
const VARIANTS = {
  "dist/kernels.wasm": "threads,simd,bulk-memory",
  "dist/kernelsRelaxed.wasm": "threads,simd,bulk-memory,relaxed-simd",
};

/** Writes both variants into `dist`, unless they are newer than their sources. Throws with the compiler's words. */
export async function buildKernels() {
  const sources = ["buildKernels.mjs", ...readdirSync(SOURCES).map(name => `${SOURCES}/${name}`)];
  const changedMs = Math.max(...sources.map(modifiedMs));
  for (const [file, features] of Object.entries(VARIANTS)) {
    if (existsSync(file) && modifiedMs(file) > changedMs) continue;
    const command = [`${SOURCES}/index.ts`, "--outFile", file, "--enable", features, ...OPTIONS];
    const { error, stderr } = await main(command, { writeFile });
    if (error) throw new Error(`${file}: ${error.message}\n${stderr.toString()}`);
  }
}

/** The name under which vitest calls it before the tests. */
export { buildKernels as setup };

/** Whole or not at all, as others may be reading the file. */
function writeFile(file, content) {
  mkdirSync("dist", { recursive: true });
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, content);
  renameSync(partial, file);
}

function modifiedMs(file) {
  return statSync(file).mtimeMs;
}
