import { execFileSync } from "node:child_process";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./temporaryFolder";

/** A file system of `kibibytes` of its own, or why there can be none here. It is gone after the test. */
export function mountSmallDisk(kibibytes: number): { readonly folder: string } | { readonly whyNot: string } {
  const folder = temporaryFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kibibytes}k`, "tmpfs", folder], { stdio: "pipe" });
  } catch (error) {
    return { whyNot: `no small disk can be mounted here: ${String(error).split("\n", 1)[0]}` };
  }
  onTestFinished(() => void execFileSync("umount", ["--lazy", folder], { stdio: "pipe" }));
  return { folder };
}
