import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

/** Something outside npm that a test host needs: how to see it, and Debian's name for it. */
interface SystemPackage {
  readonly debianName: string;
  isPresent(): boolean;
}

const command = (debianName: string, ...names: readonly string[]): SystemPackage => ({
  debianName,
  isPresent: () => names.some(name => findOnPath(name) !== undefined),
});

/** What code-server's native modules are compiled with. */
export const COMPILERS: readonly SystemPackage[] = [
  command("python3", "python3", "python"),
  command("make", "make", "gmake"),
  command("g++", "g++", "c++", "clang++"),
  {
    debianName: "libkrb5-dev",
    isPresent: () => process.platform !== "linux" || existsSync("/usr/include/gssapi/gssapi.h"),
  },
];

/** The browser that shows the workbench to tests. */
export const BROWSER: readonly SystemPackage[] = [
  { debianName: "chromium", isPresent: () => findChromium() !== undefined },
];

/** Chromium or Chrome: named by CHROME_PATH, on PATH, or downloaded by `npx playwright-core install chromium`. */
export function findChromium(): string | undefined {
  const named = process.env.CHROME_PATH;
  if (named) return named;
  for (const name of ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]) {
    const found = findOnPath(name);
    if (found) return found;
  }
  const downloaded = chromium.executablePath();
  return existsSync(downloaded) ? downloaded : undefined;
}

/** Installs what is missing with apt when this is root on Debian or Ubuntu; throws a sentence that says what to install otherwise. */
export function ensureSystemPackages(wanted: readonly SystemPackage[]): void {
  const missing = namesOfMissing(wanted);
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && findOnPath("apt-get")) {
    console.log(`Installing system packages: ${missing.join(" ")} ...`);
    // The list of a fresh machine is empty or old; a failed update may still leave one that is good enough.
    apt(["update"]);
    apt(["install", "-y", "--no-install-recommends", ...missing]);
  }
  const stillMissing = namesOfMissing(wanted);
  if (stillMissing.length > 0) {
    throw new Error(
      `Missing on this machine: ${stillMissing.join(", ")}. ` +
        `On Debian or Ubuntu, install with: sudo apt-get update && sudo apt-get install -y ${stillMissing.join(" ")}`,
    );
  }
}

function namesOfMissing(wanted: readonly SystemPackage[]): string[] {
  return wanted.filter(one => !one.isPresent()).map(one => one.debianName);
}

function apt(args: readonly string[]): void {
  const { status, stderr } = spawnSync("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=600", ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    encoding: "utf8",
  });
  if (status !== 0) console.error(`apt-get ${args[0] ?? ""}: ${stderr.trim().split("\n").at(-1) ?? ""}`);
}

function findOnPath(name: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
