import { SIMD_VARIABLE } from "../../protocol/simdVariable";
import { TFJS_FOLDER_VARIABLE } from "../../protocol/tfjsInstallation";

/** What is known of the process that hosts the extension. */
export interface HostRuntime {
  readonly execPath: string;
  /** Set where the host is VS Code's desktop; elsewhere it is an ordinary Node. */
  readonly electronVersion: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A Node that is to run the trainer in place of Electron. */
  readonly realNode?: string | undefined;
  /** The file of the window's translations; absent when it speaks English. */
  readonly textsPath?: string | undefined;
  /** Where the extension installs tfjs-node, the only place that the trainer may take it from. */
  readonly tfjsFolder?: string;
  /** A trainer crashed here: the next ones compute with what every processor has. */
  readonly isCareful?: boolean;
}

/** How `child_process.fork` is to start the trainer. */
export interface TrainerRuntime {
  readonly execPath: string;
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Variables of the host that would change what a child runs, or how. */
const HOST_ONLY = new Set(["NODE_OPTIONS", "ELECTRON_RUN_AS_NODE", "VSCODE_INSPECTOR_OPTIONS"]);
/** A port; the trainer then listens there for a debugger. */
const INSPECT_PORT = "TRAIN_LENS_INSPECT";
/** Tells the trainer where its sentences are in the language of the window. */
const TEXTS_PATH = "TRAIN_LENS_TEXTS";

/** The host's environment without what is the host's alone. */
export function withoutHostVariables(env: HostRuntime["env"]): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !HOST_ONLY.has(name.toUpperCase())));
}

/**
 * A real Node where one was found, else the host's own runtime, told to behave as plain Node. On the desktop that is
 * Electron, which starts a second window runtime without `ELECTRON_RUN_AS_NODE`; a Node must not see that variable.
 */
export function chooseTrainerRuntime({
  execPath,
  electronVersion,
  env,
  realNode,
  textsPath,
  tfjsFolder,
  isCareful,
}: HostRuntime): TrainerRuntime {
  const port = env[INSPECT_PORT];
  return {
    execPath: realNode ?? execPath,
    execArgv: port && /^\d+$/.test(port) ? [`--inspect=${port}`] : [],
    env: {
      ...withoutHostVariables(env),
      ...(electronVersion !== undefined && realNode === undefined && { ELECTRON_RUN_AS_NODE: "1" }),
      ...(textsPath !== undefined && { [TEXTS_PATH]: textsPath }),
      ...(tfjsFolder !== undefined && { [TFJS_FOLDER_VARIABLE]: tfjsFolder }),
      ...(isCareful && { [SIMD_VARIABLE]: "128" }),
    },
  };
}
