import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";

const GRACE_MS = 3000;
const POLL_MS = 50;

interface ProcessGroupOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** "pipe" to read what it prints, "inherit" to let it print. */
  readonly output: "pipe" | "inherit";
}

/** A process as the system lists it. */
export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
}

/** A program and all it starts itself, ended together: by `end`, or when this process ends in any way. POSIX only. */
export class ProcessGroup {
  /** Resolves to the exit code, 1 when a signal ended it. */
  readonly exited: Promise<number>;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  readonly #child: ChildProcess;

  constructor(command: string, args: readonly string[], { cwd, env = process.env, output }: ProcessGroupOptions) {
    const guard = join(import.meta.dirname, "endWithParent.ts");
    this.#child = spawn(process.execPath, [guard, command, ...args], {
      cwd,
      env,
      stdio: ["pipe", output, output],
      detached: true,
    });
    this.stdout = this.#child.stdout;
    this.stderr = this.#child.stderr;
    this.exited = once(this.#child, "exit").then(([code]: (number | null)[]) => code ?? 1);
  }

  /** Asks every process of the group to end, then insists; resolves when none is left. Safe to call twice. */
  async end(): Promise<void> {
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      this.#signal(signal);
      const deadline = Date.now() + GRACE_MS;
      while (this.#signal(0) && Date.now() < deadline) await delay(POLL_MS);
    }
  }

  /** The group's processes, from Linux's `/proc`; empty elsewhere. */
  processes(): RunningProcess[] {
    if (process.platform !== "linux") return [];
    return readdirSync("/proc").flatMap(name => {
      try {
        // "pid (name) state parent group ..."; the name may hold spaces and brackets.
        const group = readFileSync(`/proc/${name}/stat`, "utf8").split(")").at(-1)?.trim().split(" ")[2];
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        return Number(group) === this.#child.pid && command !== "" ? [{ pid: Number(name), command }] : [];
      } catch {
        // Not a process, or one that has just ended.
        return [];
      }
    });
  }

  /** Sends `signal`; returns whether the group has processes. */
  #signal(signal: NodeJS.Signals | 0): boolean {
    if (this.#child.pid === undefined) return false;
    try {
      return process.kill(-this.#child.pid, signal);
    } catch {
      return false;
    }
  }
}
