import { askNode, findRealNode, type NodeFacts } from "./realNode";
import { launchTrainerProcess, type LaunchTrainer } from "./trainerProcess";
import { chooseTrainerRuntime, type HostRuntime } from "./trainerRuntime";

interface LauncherSurroundings {
  /** The built trainer. */
  readonly modulePath: string;
  readonly host: HostRuntime;
  /** The path of a Node that a person set and that may be used; empty when none. */
  readonly nodePath: () => string;
  readonly log: (line: string) => void;
  /** Asks a program what it is. */
  readonly ask?: (path: string) => Promise<NodeFacts>;
}

/** Starts trainers on the best runtime of this machine. */
export class TrainerLauncher {
  #found: { readonly nodePath: string; readonly node: Promise<string | undefined> } | undefined;

  constructor(private readonly surroundings: LauncherSurroundings) {}

  /** Resolves to what starts trainers; where the host is Electron a Node is looked for first, once for each setting. */
  async find(): Promise<LaunchTrainer> {
    const { modulePath, host, log } = this.surroundings;
    const realNode = host.electronVersion === undefined ? undefined : await this.#realNode();
    const runtime = chooseTrainerRuntime({ ...host, realNode });
    return onMessage => launchTrainerProcess({ modulePath, runtime, log }, onMessage);
  }

  #realNode(): Promise<string | undefined> {
    const { host, log, nodePath: readNodePath, ask = (path: string) => askNode(path, host.env) } = this.surroundings;
    const nodePath = readNodePath();
    if (this.#found?.nodePath === nodePath) return this.#found.node;
    const { env } = host;
    const node = findRealNode({ nodePath, env, platform: process.platform, arch: process.arch, ask, log });
    this.#found = { nodePath, node };
    return node;
  }
}
