import { isOwnFault } from "./isOwnFault";
import { askNode, findRealNode, type NodeFacts } from "./realNode";
import { launchTrainerProcess, type LaunchTrainer, type TrainerExit } from "./trainerProcess";
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
  /** Called when a trainer crashed, and so the next ones will be started in another way. */
  readonly onCrash?: () => void;
}

/**
 * Starts trainers on the best runtime of this machine. After a crash they leave the registers of 256 bits alone, for
 * which V8's compiler has a feature that is still new.
 */
export class TrainerLauncher {
  #found: { readonly nodePath: string; readonly node: Promise<string | undefined> } | undefined;
  #isCareful = false;

  constructor(private readonly surroundings: LauncherSurroundings) {}

  /** Resolves to what starts trainers; where the host is Electron a Node is looked for first, once for each setting. */
  async find(): Promise<LaunchTrainer> {
    const { modulePath, host, log } = this.surroundings;
    const realNode = host.electronVersion === undefined ? undefined : await this.#realNode();
    const runtime = chooseTrainerRuntime({ ...host, realNode, isCareful: this.#isCareful });
    return onMessage => {
      const trainer = launchTrainerProcess({ modulePath, runtime, log }, onMessage);
      void trainer.exited.then(exit => this.#noteExit(exit));
      return trainer;
    };
  }

  #noteExit(exit: TrainerExit): void {
    if (this.#isCareful || !isOwnFault(exit)) return;
    this.#isCareful = true;
    this.surroundings.log("a trainer crashed: the next ones of this window do without 256-bit SIMD");
    this.surroundings.onCrash?.();
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
