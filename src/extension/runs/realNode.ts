import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { promisify } from "node:util";
import { withoutHostVariables } from "./trainerRuntime";

const execute = promisify(execFile);
const OLDEST_MAJOR = 20;
const ANSWER_MS = 5000;
const QUESTION = "JSON.stringify([process.versions.node, process.arch, process.versions.electron ?? null])";

/** What a program says that it is. */
export interface NodeFacts {
  readonly version: string;
  readonly arch: string;
  readonly isElectron: boolean;
}

/** Where a Node may be, and what is known of the machine. */
export interface NodeSearch {
  /** A path that a person set; empty when none. */
  readonly nodePath: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Asks a program what it is; rejects when it is no Node, or none that answers. */
  readonly ask: (path: string) => Promise<NodeFacts>;
  readonly log: (line: string) => void;
}

/**
 * A Node to run the trainer with where the host is Electron, which cannot use a GPU through Dawn: the one that was set,
 * else the one on PATH; undefined when neither will do.
 */
export async function findRealNode({
  nodePath,
  env,
  platform,
  arch,
  ask,
  log,
}: NodeSearch): Promise<string | undefined> {
  const wanted = nodePath === "" ? [] : [{ path: nodePath, name: `trainLens.nodePath (${nodePath})` }];
  const onPath = await findOnPath(env, platform);
  for (const { path, name } of [...wanted, ...(onPath === undefined ? [] : [{ path: onPath, name: onPath }])]) {
    const reason = isAbsolute(path) ? await whyUnfit(path, arch, ask) : "it is not an absolute path";
    if (reason === undefined) return path;
    log(`${name} does not run the trainer: ${reason}`);
  }
  return undefined;
}

async function whyUnfit(path: string, arch: string, ask: NodeSearch["ask"]): Promise<string | undefined> {
  try {
    const facts = await ask(path);
    if (facts.isElectron) return "it is Electron, not Node";
    if (!(Number.parseInt(facts.version, 10) >= OLDEST_MAJOR)) return `it is Node ${facts.version}, older than 20`;
    return facts.arch === arch ? undefined : `it is built for ${facts.arch}, not for ${arch}`;
  } catch (error) {
    return error instanceof Error ? error.message.split("\n")[0] : String(error);
  }
}

/** Looked up by hand: Windows would look into the working folder first, which may be anybody's. */
async function findOnPath(env: NodeSearch["env"], platform: NodeJS.Platform): Promise<string | undefined> {
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === "PATH")?.[1] ?? "";
  for (const folder of path.split(delimiter).filter(isAbsolute)) {
    const candidate = join(folder, platform === "win32" ? "node.exe" : "node");
    try {
      await access(candidate, constants.X_OK);
      return candidate;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Runs the program at `path` for a moment. */
export async function askNode(path: string, env: NodeSearch["env"]): Promise<NodeFacts> {
  const options = { env: withoutHostVariables(env), timeout: ANSWER_MS, windowsHide: true };
  const { stdout } = await execute(path, ["-p", QUESTION], options);
  return parseFacts(stdout);
}

function parseFacts(stdout: string): NodeFacts {
  const facts: unknown = JSON.parse(stdout);
  const [version, arch, electron] = Array.isArray(facts) ? (facts as unknown[]) : [];
  if (typeof version !== "string" || typeof arch !== "string") throw new Error("it is no Node");
  return { version, arch, isElectron: electron !== null };
}
