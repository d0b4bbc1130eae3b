import * as l10n from "@vscode/l10n";
import { fork } from "node:child_process";
import { join } from "node:path";
import type { EngineKind } from "../../../protocol/trainer";
import { distFolder } from "../../distFolder";
import type { EngineTrial, TrialTask } from "./engineTrial";

/** What the program of a trial is asked, and what it answers. */
export interface TrialRequest {
  readonly engine: EngineKind;
  readonly task: TrialTask;
}
export type TrialReply = { readonly trial: EngineTrial } | { readonly fault: string };

export interface TrialOptions {
  /** Ends the trial, which then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** How long the whole trial may take, the start of its process included. */
  readonly limitMs?: number;
  readonly program?: string;
}

const LIMIT_MS = 10_000;

/**
 * Tries an engine in a process of its own, where a crash or a hang of a driver hurts nobody: that, too, is a reason why
 * it cannot be used. The process is gone when this resolves or rejects.
 */
export async function tryInChild(
  engine: EngineKind,
  task: TrialTask,
  { signal, limitMs = LIMIT_MS, program = join(distFolder(), "engineTrial.js") }: TrialOptions,
): Promise<EngineTrial> {
  signal.throwIfAborted();
  const child = fork(program, [], { execArgv: [], serialization: "json", stdio: "ignore" });
  const exited = new Promise<number | string>(resolve => {
    child.once("exit", (code, killedBy) => resolve(killedBy ?? code ?? 0));
    child.once("error", error => resolve(error.message));
  });
  const replied = new Promise<TrialReply>(resolve => child.once("message", message => resolve(message as TrialReply)));
  const isOver = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  const aborted = new Promise<undefined>(resolve => isOver.addEventListener("abort", () => resolve(undefined)));
  child.send({ engine, task } satisfies TrialRequest, () => undefined); // a process that is gone tells by its exit
  try {
    const reply = await Promise.race([replied, exited, aborted]);
    signal.throwIfAborted();
    if (typeof reply === "object") return "trial" in reply ? reply.trial : unusable(engine, reply.fault);
    if (reply === undefined) return unusable(engine, l10n.t("its trial was not over after {0} s", limitMs / 1000));
    return unusable(engine, l10n.t("its trial ended unexpectedly ({0})", reply));
  } finally {
    child.kill("SIGKILL"); // whatever a driver would still like to do
    await exited;
  }
}

function unusable(engine: EngineKind, reason: string): EngineTrial {
  return { engine, available: false, reason };
}
