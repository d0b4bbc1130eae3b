import { expect, test } from "vitest";
import { isOwnFault } from "../../../../src/extension/runs/isOwnFault";

const byStatus = (code: number) => ({ kind: "crashed", code, signal: null }) as const;
const bySignal = (signal: string) => ({ kind: "crashed", code: null, signal }) as const;

test.each([
  ["an invalid address", bySignal("SIGSEGV")],
  ["an invalid instruction", bySignal("SIGILL")],
  ["a failed check of V8", bySignal("SIGTRAP")],
  ["memory that V8 could not have", bySignal("SIGABRT")],
  ["an access violation on Windows", byStatus(0xc0000005)],
  ["an illegal instruction on Windows", byStatus(0xc000001d)],
])("%s is the process's own fault", (_what, exit) => {
  expect(isOwnFault(exit)).toBe(true);
});

test.each([
  ["an end from outside", bySignal("SIGKILL")],
  ["a polite one", bySignal("SIGTERM")],
  ["an interruption on Windows", byStatus(0xc000013a)],
  ["an error that JavaScript threw", byStatus(1)],
  ["an exit as asked", { kind: "clean" }],
  ["a process that never was", { kind: "never-started", reason: "there is none" }],
] as const)("%s is not", (_what, exit) => {
  expect(isOwnFault(exit)).toBe(false);
});
