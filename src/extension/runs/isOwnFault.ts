import type { TrainerExit } from "./trainerProcess";

/** Signals by which a system ends a process for what the process itself did. */
const FAULTS: ReadonlySet<string> = new Set(["SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV", "SIGSYS", "SIGTRAP"]);
/** Windows has no signals: it ends such a process with an NTSTATUS of the severity "error". */
const LEAST_ERROR_STATUS = 0xc0000000;
const CONTROL_C_STATUS = 0xc000013a;

/** Whether machine code that the trainer ran made the system end it; nothing of JavaScript does. */
export function isOwnFault(exit: TrainerExit): boolean {
  if (exit.kind !== "crashed") return false;
  const { code, signal } = exit;
  if (signal !== null) return FAULTS.has(signal);
  return code !== null && code >= LEAST_ERROR_STATUS && code !== CONTROL_C_STATUS;
}
