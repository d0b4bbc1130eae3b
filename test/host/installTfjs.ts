import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { cacheFolder } from "../../src/trainer/data/cacheFolder.ts";
import { TFJS_FOLDER_VARIABLE, TFJS_GPU_PACKAGE } from "../../src/protocol/tfjsInstallation.ts";
import { installEnvironment } from "./installEnvironment.ts";
import { withLock } from "./installLock.ts";
import { ProcessGroup } from "./processGroup.ts";

/** A folder that has tfjs-node in its `node_modules`, or why there is none. */
export type TfjsForTests =
  { readonly folder: string; readonly whyNot?: undefined } | { readonly folder?: undefined; readonly whyNot: string };

const TENSORFLOW = "2.21.0";
const HEADERS = ["tensorflow/c/", "xla/tsl/c/", "tensorflow/core/platform/", "tsl/"];
const TIMEOUT_MS = 8 * 60_000;

/** Outside the repository: 1.3 GB that every checkout shares. */
const HOME = join(
  cacheFolder(process.env, process.platform, homedir()),
  "tests",
  `tfjs-node-gpu-${TFJS_GPU_PACKAGE.version}-tensorflow-${TENSORFLOW}`,
);
const MARKER = join(HOME, "built");

/**
 * The tfjs-node that `TRAIN_LENS_TFJS` names, else one that is built here, once: its own addon against the library of
 * TensorFlow's Python wheel. That takes about two minutes and is for tests only, which so need no download of
 * libtensorflow. `TRAIN_LENS_BUILD_TFJS=0` says not to.
 */
export async function installTfjs(): Promise<TfjsForTests> {
  const named = process.env[TFJS_FOLDER_VARIABLE];
  if (named) return { folder: named };
  if (existsSync(MARKER)) return { folder: HOME };
  if (process.env["TRAIN_LENS_BUILD_TFJS"] === "0") {
    return { whyNot: "TRAIN_LENS_BUILD_TFJS is 0 and TRAIN_LENS_TFJS names no folder with tfjs-node" };
  }
  if (process.platform !== "linux" || process.arch !== "x64") {
    return { whyNot: `its addon is built on x64 Linux only; ${TFJS_FOLDER_VARIABLE} can name a folder with tfjs-node` };
  }
  try {
    await withLock(`${HOME}.lock`, async () => {
      if (!existsSync(MARKER)) await build();
    });
    return { folder: HOME };
  } catch (error) {
    rmSync(HOME, { recursive: true, force: true });
    return { whyNot: `tfjs-node cannot be built here: ${(error as Error).message}` };
  }
}

async function build(): Promise<void> {
  const started = Date.now();
  console.log(`Building tfjs-node with TensorFlow ${TENSORFLOW} in ${HOME}; this takes about two minutes ...`);
  rmSync(HOME, { recursive: true, force: true });
  const wheels = join(HOME, "wheels");
  mkdirSync(wheels, { recursive: true });
  const pip = ["-m", "pip", "download", "--no-deps", "--retries", "0", "--dest", wheels];
  await run("python3", [...pip, "--quiet", `tensorflow-cpu==${TENSORFLOW}`], HOME);
  writeFileSync(join(HOME, "package.json"), JSON.stringify({ private: true }));
  const { name, version } = TFJS_GPU_PACKAGE;
  await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", `${name}@${version}`], HOME);
  const packageFolder = join(HOME, "node_modules", ...name.split("/"));
  await unpack(join(wheels, readdirSync(wheels)[0]!), join(packageFolder, "deps"));
  rmSync(wheels, { recursive: true });
  // npm tells node-pre-gyp where its own node-gyp is
  const headers = findNodeHeaders();
  const compile = ["node-pre-gyp", "install", "--build-from-source", ...(headers ? [`--nodedir=${headers}`] : [])];
  await run("npm", ["exec", "--offline", "--", ...compile], packageFolder);
  writeFileSync(MARKER, "");
  console.log(`tfjs-node is built (${Math.round((Date.now() - started) / 1000)} s).`);
}

/** Takes the libraries and headers out of `wheel`, a zip, to where the addon's build looks for libtensorflow. */
async function unpack(wheel: string, folder: string): Promise<void> {
  const lib = join(folder, "lib");
  const script = `
import json, os, shutil, sys, zipfile
wheel, folder, headers = sys.argv[1], sys.argv[2], tuple("tensorflow/include/" + name for name in json.loads(sys.argv[3]))
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        is_library = name.startswith("tensorflow/libtensorflow_") and name.endswith(".so.2")
        if name.endswith("/") or not (is_library or name.startswith(headers)):
            continue
        target = os.path.join(folder, "lib" if is_library else "", os.path.relpath(name, "tensorflow"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with archive.open(name) as source, open(target, "wb") as out:
            shutil.copyfileobj(source, out)`;
  await run("python3", ["-c", script, wheel, folder, JSON.stringify(HEADERS)], HOME);
  for (const [linked, name] of [
    ["libtensorflow_cc.so.2", "libtensorflow.so"],
    ["libtensorflow_framework.so.2", "libtensorflow_framework.so"],
  ] as const) {
    rmSync(join(lib, name), { force: true });
    symlinkSync(linked, join(lib, name));
  }
}

/** The folder with `include/node` of a Node on PATH, whatever its version: the addon speaks Node-API. */
function findNodeHeaders(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).map(folder => dirname(folder));
  return folders.find(folder => existsSync(join(folder, "include", "node", "node_api.h")));
}

/** Runs a program; throws with its last words when it fails or takes too long. */
async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const group = new ProcessGroup(command, args, { cwd, env: installEnvironment(), output: "pipe" });
  let output = "";
  for (const stream of [group.stdout, group.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const timeout = setTimeout(() => void group.end(), TIMEOUT_MS);
  const code = await group.exited;
  clearTimeout(timeout);
  if (code === 0) return;
  throw new Error(`\`${command} ${args[0] ?? ""}\` ended with ${code}: ${output.trim().split("\n").at(-1) ?? ""}`);
}
