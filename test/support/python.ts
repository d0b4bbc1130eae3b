import { execFileSync } from "node:child_process";

/** A Python that has PyTorch, or why the tests that need it are skipped. */
export type FoundPython =
  { readonly python: string; readonly whyNot?: undefined } | { readonly python?: undefined; readonly whyNot: string };

/** Tries `TRAIN_LENS_PYTHON`, else `python3`. */
export function findTorchPython(): FoundPython {
  const python = process.env["TRAIN_LENS_PYTHON"] || "python3";
  try {
    execFileSync(python, ["-c", "import torch"], { stdio: "pipe", timeout: 60_000 });
    return { python };
  } catch {
    return { whyNot: `(skipped: ${python} has no PyTorch; TRAIN_LENS_PYTHON can name one that has)` };
  }
}

/** Runs a Python program and parses the one JSON value it prints. */
export function runPython(python: string, program: string, args: readonly string[], cwd: string): unknown {
  return JSON.parse(execFileSync(python, ["-c", program, ...args], { cwd, encoding: "utf8", timeout: 120_000 }));
}
