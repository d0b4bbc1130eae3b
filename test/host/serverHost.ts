import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { installCodeServer } from "./installCodeServer.ts";
import { writeEmptyLanguagePack } from "./languagePack.ts";
import { ProcessGroup, type RunningProcess } from "./processGroup.ts";
import { workbenchUrl, type WorkbenchTarget } from "./workbenchUrl.ts";

const READY_TIMEOUT_MS = 60_000;
const POLL_MS = 100;

/** A window without sign-in offers and gallery queries, which a machine without internet would only wait for. */
export const QUIET_SETTINGS: Readonly<Record<string, unknown>> = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": "off",
  "extensions.ignoreRecommendations": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
};

export interface ServerOptions {
  /** The folder of an extension to have installed. */
  readonly extension?: string;
  /** Let windows run a suite; such windows show no notification toasts. */
  readonly withTests?: boolean;
  /** Ask for a random token in the address; without it anybody on this machine can open the workbench. */
  readonly withToken?: boolean;
  /** Offer the extension gallery; without it nothing is asked of the internet. */
  readonly withGallery?: boolean;
  /** Start folders in Restricted Mode; otherwise every folder is trusted. */
  readonly withRestrictedMode?: boolean;
  /** The display language of extensions, such as "ko"; English without it. */
  readonly language?: string;
}

/** A running VS Code server on 127.0.0.1 with user data and extensions of its own. */
export interface ServerHost {
  /** The user's `settings.json`; a workbench reads it when it opens. */
  readonly settingsFile: string;
  /** Resolves to the exit code when the server ends. */
  readonly exited: Promise<number>;
  urlOf(target: WorkbenchTarget): string;
  /** The server and everything it started: extension hosts, and what these started. Linux only. */
  processes(): RunningProcess[];
  /** Ends all of these and removes the server's folders. Safe to call twice. */
  close(): Promise<void>;
}

/** Installs VS Code's server where it is missing, starts it on a free port, and resolves when it answers. */
export async function startServer(options: ServerOptions = {}): Promise<ServerHost> {
  const { extension, withTests, withToken, withGallery, withRestrictedMode, language } = options;
  const main = await installCodeServer();
  const folder = mkdtempSync(join(tmpdir(), "train-lens-server-"));
  const userData = join(folder, "data");
  const settingsFile = join(userData, "User", "settings.json");
  mkdirSync(dirname(settingsFile), { recursive: true });
  writeFileSync(settingsFile, JSON.stringify(QUIET_SETTINGS));
  const extensions = join(folder, "extensions");
  mkdirSync(extensions);
  // A link, so that rebuilding and reloading the window is enough to try a change.
  if (extension) symlinkSync(extension, join(extensions, idOf(extension)));
  if (language) writeEmptyLanguagePack(userData, language);

  const token = withToken ? randomBytes(16).toString("hex") : undefined;
  const args = [
    main,
    "--accept-server-license-terms",
    ...(token === undefined ? ["--without-connection-token"] : ["--connection-token", token]),
    ...(withTests ? ["--enable-smoke-test-driver"] : []),
    ...["--host", "127.0.0.1", "--port", "0"],
    ...["--server-data-dir", folder, "--extensions-dir", extensions],
    "--disable-telemetry",
    ...(language ? ["--locale", language] : []),
    ...(withRestrictedMode ? [] : ["--disable-workspace-trust"]),
  ];
  const server = new ProcessGroup(process.execPath, args, {
    cwd: folder,
    env: withGallery ? process.env : { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}' },
    output: "pipe",
  });
  let output = "";
  for (const stream of [server.stdout, server.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const close = async () => {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const port = await Promise.race([waitForPort(() => output), failOnExit(server)]);
    return {
      settingsFile,
      exited: server.exited,
      urlOf: target => workbenchUrl(port, token, target),
      processes: () => server.processes(),
      close,
    };
  } catch (error) {
    await close();
    throw new Error(`VS Code's server did not start: ${String(error)}\n${output.trim()}`, { cause: error });
  }
}

function idOf(extension: string): string {
  const manifest = JSON.parse(readFileSync(join(extension, "package.json"), "utf8")) as {
    publisher: string;
    name: string;
  };
  return `${manifest.publisher}.${manifest.name}`;
}

async function failOnExit(server: ProcessGroup): Promise<never> {
  throw new Error(`it ended with ${await server.exited}`);
}

async function waitForPort(output: () => string): Promise<number> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const port = /Extension host agent listening on (\d+)/.exec(output())?.[1];
    if (port !== undefined && (await answers(port))) return Number(port);
    await delay(POLL_MS);
  }
  throw new Error(`no answer within ${READY_TIMEOUT_MS / 1000} s`);
}

async function answers(port: string): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/version`, { signal: AbortSignal.timeout(2000) });
    return response.ok;
  } catch {
    return false;
  }
}
