import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";

/** A Python with the modules a test needs, or why there is none. */
export type FoundPython = { readonly path: string } | { readonly reason: string };

const PROBE_MS = 60_000;

/** Looks at `TRAIN_LENS_PYTHON`, else at `python3` on the path. */
export function findPython(modules: readonly string[] = ["torch", "safetensors.torch"]): FoundPython {
  const path = process.env["TRAIN_LENS_PYTHON"] ?? "python3";
  try {
    execFileSync(path, ["-c", `import ${modules.join(", ")}`], { stdio: "pipe", timeout: PROBE_MS });
    return { path };
  } catch {
    return { reason: `${path} has no ${modules.join(" and ")}; TRAIN_LENS_PYTHON can name another Python` };
  }
}

/** Runs the file `script` with `args` and gives what it prints as JSON. */
export async function runPythonFile(path: string, script: string, args: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(path, [script, ...args], { maxBuffer: 1024 * 1024 * 1024 });
  return JSON.parse(stdout);
}

/** Runs `script` with `args` in its `sys.argv` and gives what it prints as JSON. */
export async function runPython(path: string, script: string, args: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(path, ["-c", script, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout);
}
