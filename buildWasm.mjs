// Builds what the WASM engine loads besides the bundle it is part of.
import { main } from "assemblyscript/asc";
import { build } from "esbuild";
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
  "dist/kernels.wasm": { features: "threads,simd,bulk-memory", wide: 0 },
  "dist/kernelsRelaxed.wasm": { features: "threads,simd,bulk-memory,relaxed-simd", wide: 0 },
  "dist/kernelsWide.wasm": { features: "threads,simd,bulk-memory,relaxed-simd", wide: 1 },
};

/**
 * Compiles the kernels into `dist`: with the fused multiply-add of relaxed SIMD, for runtimes without it, and for those
 * that join two registers into one. Does nothing when they are newer than their sources. Throws with the compiler's words.
 */
export async function buildKernels() {
  const sources = ["buildWasm.mjs", ...readdirSync(SOURCES).map(name => `${SOURCES}/${name}`)];
  const changedMs = Math.max(...sources.map(modifiedMs));
  for (const [file, { features, wide }] of Object.entries(VARIANTS)) {
    if (existsSync(file) && modifiedMs(file) > changedMs) continue;
    const command = [
      `${SOURCES}/index.ts`,
      "--outFile",
      file,
      "--enable",
      features,
      "--use",
      `WIDE=${wide}`,
      ...OPTIONS,
    ];
    const { error, stderr } = await main(command, { writeFile });
    if (error) throw new Error(`${file}: ${error.message}\n${stderr.toString()}`);
  }
}

/** The programs that the trainer starts beside itself, by the names of their bundles. */
export const programs = {
  wasmThread: "src/trainer/engines/wasm/threads/threadProgram.ts",
  engineTrial: "src/trainer/engines/trials/trialProgram.ts",
  tfjsProbe: "src/trainer/engines/tfjs/probeProgram.ts",
};

/** Packages with native code: their own files are loaded, when they are wanted. */
export const external = ["webgpu"];

/** What tests need that run the trainer from its sources; vitest calls it by this name before them. */
export async function setup() {
  await buildKernels();
  const options = { bundle: true, platform: "node", format: "cjs", target: "node20", external, write: false };
  const { outputFiles } = await build({ ...options, entryPoints: programs, outdir: "dist" });
  for (const { path, contents } of outputFiles) writeFile(path, contents);
}

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
