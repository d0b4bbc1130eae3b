import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** How a program ran, from its start to its end. */
export interface ProgramRun {
  readonly stdout: string;
  readonly seconds: number;
  /** The most memory it had; undefined where the system does not say. */
  readonly peakBytes: number | undefined;
}

const LOOK_EVERY_MS = 25;
const LIMIT_MS = 5 * 60_000;

/** Runs a program to its end; rejects when it fails, with its last words, or takes more than five minutes. */
export function runProgram(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ProgramRun> {
  const startedMs = performance.now();
  const child = spawn(command, args, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LIMIT_MS,
    killSignal: "SIGKILL",
  });
  let [stdout, stderr] = ["", ""];
  let peakBytes: number | undefined;
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const looking = setInterval(() => (peakBytes = readPeak(child.pid) ?? peakBytes), LOOK_EVERY_MS);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearInterval(looking);
      const seconds = (performance.now() - startedMs) / 1000;
      if (code === 0) resolve({ stdout, seconds, peakBytes });
      else reject(new Error(`${command} ended with ${signal ?? code}: ${stderr.trim().slice(-500)}`));
    });
  });
}

/** Linux remembers for each process the most it ever had. */
function readPeak(pid: number | undefined): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
