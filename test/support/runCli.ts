import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { RunEvent } from "../../src/protocol/trainer";

/** The built command line; `npm run build` makes it. */
export const CLI_PATH = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The runtime; this process's Node when absent. */
  readonly node?: string;
  /** Called with everything printed so far, whenever more comes. */
  readonly onStdout?: (soFar: string, child: ChildProcessWithoutNullStreams) => void;
}

/** Runs `train-lens` as a person would and waits for its end. */
export function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const child = spawn(options.node ?? process.execPath, [CLI_PATH, ...args], {
    cwd: options.cwd,
    // a home of its own: nothing of the person who runs the tests is read or written
    env: { PATH: process.env["PATH"], TRAIN_LENS_CACHE: `${options.cwd}/cache`, ...options.environment },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    options.onStdout?.(stdout, child);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", code => resolve({ code, stdout, stderr }));
  });
}

/** The events of `--json` output; fails on a line that is not one JSON object. */
export function eventsOf(stdout: string): RunEvent[] {
  return stdout
    .split("\n")
    .filter(line => line !== "")
    .map(line => JSON.parse(line) as RunEvent);
}
