import { fork, type ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import type { TrainerRequest } from "../../protocol/trainer";
import { logLines } from "./logLines";
import type { TrainerRuntime } from "./trainerRuntime";

/** How a trainer's process came to its end. */
export type TrainerExit =
  | { readonly kind: "clean" }
  | { readonly kind: "crashed"; readonly code: number | null; readonly signal: string | null }
  | { readonly kind: "never-started"; readonly reason: string };

/** A trainer in a process of its own, or a stand-in for it. */
export interface TrainerChannel {
  /** Undefined when no process started. */
  readonly pid: number | undefined;
  /** Says nothing when the trainer is gone: its exit tells. */
  send(request: TrainerRequest): void;
  /** Resolves, and never rejects, when the process is gone and its last output was read. */
  readonly exited: Promise<TrainerExit>;
  /** Asks the trainer to leave, insists, and ends it. Resolves with the exit. */
  end(): Promise<TrainerExit>;
}

/** Starts a trainer that tells `onMessage` whatever it sends, unchecked. */
export type LaunchTrainer = (onMessage: (message: unknown) => void) => TrainerChannel;

export interface TrainerProgram {
  /** The built trainer, a Node program. */
  readonly modulePath: string;
  readonly runtime: TrainerRuntime;
  /** Takes the lines that the trainer prints. */
  readonly log: (line: string) => void;
  /** How long each step of the ladder waits before the next. */
  readonly graceMs?: number;
}

const GRACE_MS = 2000;
/** Output may outlive the exit in a process of the trainer's own; nobody waits for that. */
const LAST_OUTPUT_MS = 500;

/** Forks the built trainer. It leaves by itself when this process dies: its channel then closes. */
export function launchTrainerProcess(
  { modulePath, runtime, log, graceMs = GRACE_MS }: TrainerProgram,
  onMessage: (message: unknown) => void,
): TrainerChannel {
  let child: ChildProcess;
  try {
    child = fork(modulePath, [], {
      execPath: runtime.execPath,
      execArgv: [...runtime.execArgv],
      env: runtime.env,
      serialization: "json",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
  } catch (error) {
    return neverStarted(error instanceof Error ? error.message : String(error));
  }
  if (child.stdout) logLines(child.stdout, line => log(`trainer: ${line}`));
  if (child.stderr) logLines(child.stderr, line => log(`trainer: ${line}`));

  const exited = exitOf(child);
  let ending: Promise<TrainerExit> | undefined;
  const end = () => (ending ??= stepDown(child, exited, graceMs));
  child.on("message", onMessage);
  child.on("disconnect", () => void end()); // a trainer that closes its channel is to go, and made to
  return {
    pid: child.pid,
    send: request => child.connected && child.send(request, () => undefined),
    exited,
    end,
  };
}

function neverStarted(reason: string): TrainerChannel {
  const exited = Promise.resolve<TrainerExit>({ kind: "never-started", reason });
  return { pid: undefined, send: () => undefined, exited, end: () => exited };
}

/** Waits for `close`, since only then the last lines of stderr are surely read. */
function exitOf(child: ChildProcess): Promise<TrainerExit> {
  return new Promise(resolve => {
    child.on("error", error => {
      if (child.pid === undefined) resolve({ kind: "never-started", reason: error.message });
    });
    child.once("exit", (code, signal) => {
      const exit: TrainerExit = code === 0 ? { kind: "clean" } : { kind: "crashed", code, signal };
      child.once("close", () => resolve(exit));
      setTimeout(() => resolve(exit), LAST_OUTPUT_MS).unref();
    });
  });
}

/** Ask, insist, end. Each step waits for the one before it. */
async function stepDown(child: ChildProcess, exited: Promise<TrainerExit>, graceMs: number): Promise<TrainerExit> {
  const isGone = () => Promise.race([exited.then(() => true), delay(graceMs, false, { ref: false })]);
  if (child.connected) child.send({ type: "shut-down" } satisfies TrainerRequest, () => undefined);
  if (await isGone()) return exited;
  child.kill("SIGTERM");
  if (await isGone()) return exited;
  child.kill("SIGKILL");
  return exited;
}
